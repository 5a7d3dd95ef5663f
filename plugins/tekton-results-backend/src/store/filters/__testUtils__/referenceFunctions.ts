/*
 * Copyright 2026 The Tekton Results for Backstage Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

import {
  celFunc,
  celList,
  celMap,
  CelScalar,
  isCelList,
  isCelMap,
  objectType,
  type CelInput,
  type CelValue,
} from '@bufbuild/cel';
import type { JsonValue } from '@backstage/types';
import { create, fromJson } from '@bufbuild/protobuf';
import { isReflectMessage } from '@bufbuild/protobuf/reflect';
import {
  DurationSchema,
  TimestampSchema,
  type Duration,
  type Timestamp,
} from '@bufbuild/protobuf/wkt';
import { printJsonb } from './printJsonb';

const TIMESTAMP = objectType(TimestampSchema);
const { BOOL, DOUBLE, DYN, INT, STRING } = CelScalar;

const NANOS_PER_SECOND = 1_000_000_000n;

/** Written with a zone or without, with a `T` or a blank, or as a date alone. */
const TIME =
  /^(\d{4})([-/])(\d\d)\2(\d\d)(?:[Tt ]([01]\d|2[0-3])(:\d\d)(:\d\d(?:\.\d{1,9})?)? ?([Zz]|[+-]\d\d(?::?\d\d)?)?)?$/;

/** Of lists and maps: their texts show nulls, which CEL does not see in maps. */
const originals = new WeakMap<object, JsonValue>();

/** A value of a stored object for the reference; null in a map is no value. */
export function storedValue(json: JsonValue | undefined): CelInput {
  if (typeof json !== 'object' || json === null) {
    return json ?? null;
  }
  const value = Array.isArray(json)
    ? celList(json.map(storedValue))
    : celMap(
        new Map(
          Object.entries(json)
            .filter(([, member]) => member !== null)
            .map(([key, member]) => [key, storedValue(member)]),
        ),
      );
  originals.set(value, json);
  return value;
}

/** A time of a column, which the reference holds as a message. */
export function storedTime(time: Date, micros: number): CelInput {
  const ms = time.getTime();
  const seconds = Math.floor(ms / 1000);
  return create(TimestampSchema, {
    seconds: BigInt(seconds),
    nanos: (ms - seconds * 1000) * 1_000_000 + micros * 1000,
  });
}

/**
 * What filters convert by themselves, as functions, and functions that the
 * reference has otherwise than CEL.
 */
export const REFERENCE_FUNCTIONS = [
  celFunc('some', [DYN], DYN, some),
  celFunc('text', [DYN], STRING, textOf),
  celFunc('time', [STRING], DYN, timeOf),
  celFunc('isTime', [STRING], BOOL, isTime),
  celFunc('moment', [DYN], DYN, moment),
  celFunc('whole', [DOUBLE], INT, whole),
  celFunc('wholeMs', [DYN], DYN, wholeMs),
  // As long as a duration may be, not just the 292 years of Go's.
  celFunc(
    '_-_',
    [TIMESTAMP, TIMESTAMP],
    objectType(DurationSchema),
    difference,
  ),
  // By code points, not by UTF-16 units.
  celFunc('_<_', [STRING, STRING], BOOL, (a, b) => order(a, b) < 0),
  celFunc('_<=_', [STRING, STRING], BOOL, (a, b) => order(a, b) <= 0),
  celFunc('_>_', [STRING, STRING], BOOL, (a, b) => order(a, b) > 0),
  celFunc('_>=_', [STRING, STRING], BOOL, (a, b) => order(a, b) >= 0),
  // The reference takes an empty text for a duration, too.
  celFunc('filled', [STRING], STRING, text => like(/./, text)),
  // Not as JavaScript reads numbers, for which an empty text is one.
  celFunc('int', [STRING], INT, text => BigInt(like(/^[-+]?\d{1,18}$/, text))),
  celFunc('double', [STRING], DOUBLE, text =>
    Number(like(/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i, text)),
  ),
];

/** Null is no value, wherever it stands. */
function some(value: CelValue): CelInput {
  if (value === null) {
    throw new Error('no value');
  }
  return value as CelInput;
}

function textOf(value: CelValue): string {
  if (isCelList(value) || isCelMap(value)) {
    return printJsonb(originals.get(value));
  }
  return typeof value === 'string' ? value : printJsonb(value as JsonValue);
}

function timeOf(text: string): Timestamp {
  const [, year, , month, day, hour, minute, second, zone] =
    TIME.exec(text) ?? [];
  const date = `${year}-${month}-${day}`;
  // The reference takes the 30th of February for the 1st of March.
  if (new Date(`${date}T00:00Z`).toISOString().slice(0, 10) !== date) {
    throw new Error('no such day');
  }
  const time = `${hour ?? '00'}${minute ?? ':00'}${second ?? ':00'}`;
  const offset = /\d/.test(zone ?? '')
    ? `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}`
    : 'Z';
  return fromJson(TimestampSchema, `${date}T${time}${offset}`);
}

function isTime(text: string): boolean {
  try {
    return timeOf(text) !== undefined;
  } catch {
    return false;
  }
}

/** `timestamp()`, of seconds too, which JSON has as doubles. */
function moment(value: CelValue): CelInput {
  if (typeof value === 'string') {
    return timeOf(value);
  }
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    throw new Error('no time');
  }
  return timeOf(new Date(value * 1000).toISOString());
}

function whole(value: number): bigint {
  if (!Number.isSafeInteger(value)) {
    throw new Error('not a whole number');
  }
  return BigInt(value);
}

/** A time without what is finer than ms: the reference rounds that up. */
function wholeMs(value: CelValue): CelInput {
  if (!isReflectMessage(value, TimestampSchema)) {
    return value as CelInput;
  }
  const { seconds, nanos } = value.message as Timestamp;
  return create(TimestampSchema, {
    seconds,
    nanos: nanos - (nanos % 1_000_000),
  });
}

function difference(
  { message: left }: { message: Timestamp },
  { message: right }: { message: Timestamp },
): Duration {
  const nanos =
    (left.seconds - right.seconds) * NANOS_PER_SECOND +
    BigInt(left.nanos - right.nanos);
  return create(DurationSchema, {
    seconds: nanos / NANOS_PER_SECOND,
    nanos: Number(nanos % NANOS_PER_SECOND),
  });
}

function order(left: string, right: string): number {
  const [a, b] = [left, right].map(text =>
    Array.from(text, character => character.codePointAt(0) ?? 0),
  );
  const index = a.findIndex((point, position) => point !== b[position]);
  return index < 0 || index >= b.length
    ? a.length - b.length
    : a[index] - b[index];
}

function like(pattern: RegExp, text: string): string {
  if (!pattern.test(text)) {
    throw new Error('not as it must be');
  }
  return text;
}
