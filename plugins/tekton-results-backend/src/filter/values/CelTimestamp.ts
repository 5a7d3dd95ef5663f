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
  floorDivide,
  fractionText,
  NANOS_PER_MS,
  NANOS_PER_SECOND,
} from './nanos';

/** 0001-01-01T00:00:00Z */
const MIN_NANOS = -62_135_596_800n * NANOS_PER_SECOND;

/** 9999-12-31T23:59:59.999999999Z */
const MAX_NANOS = 253_402_300_800n * NANOS_PER_SECOND - 1n;

const MS_PER_MINUTE = 60_000;

const DATE = '(?<year>\\d{4})-(?<month>\\d\\d)-(?<day>\\d\\d)';
const FRACTION = '(?:\\.(?<fraction>\\d{1,9}))?';
const STRICT = new RegExp(
  `^${DATE}T(?<hour>\\d\\d):(?<minute>\\d\\d):(?<second>\\d\\d)${FRACTION}` +
    '(?:Z|(?<offset>[+-]\\d\\d:\\d\\d))$',
);
const LENIENT = new RegExp(
  `^${DATE}(?:[Tt ](?<hour>\\d\\d):(?<minute>\\d\\d)(?::(?<second>\\d\\d)${FRACTION})?` +
    ' ?(?:[Zz]|(?<offset>[+-]\\d\\d(?::?\\d\\d)?))?)?$',
);

/** A point in time of a CEL expression: nanoseconds since 1970, in UTC. */
export class CelTimestamp {
  constructor(readonly nanos: bigint) {}
}

/** Whether CEL has a timestamp for it, i.e. it is in the years 1 to 9999. */
export function isValidNanos(nanos: bigint): boolean {
  return nanos >= MIN_NANOS && nanos <= MAX_NANOS;
}

/**
 * The time that a text tells. Besides RFC 3339 some forms are taken that
 * PostgreSQL reads, because filters of Tekton Results may use them: a date
 * alone (midnight), slashes in the date, a blank instead of the `T`, small
 * letters, no seconds, a short offset (`+02`, `+0200`) or none (UTC).
 *
 * @returns undefined when it is no time, or outside the years 1 to 9999
 */
export function parseTimestamp(
  text: string,
  options?: {
    /** Takes what CEL demands, which is RFC 3339, and nothing else. */
    strict?: boolean;
  },
): CelTimestamp | undefined {
  const match = options?.strict
    ? STRICT.exec(text)
    : LENIENT.exec(text.replace(/^(\d{4})\/(\d\d)\/(\d\d)/, '$1-$2-$3'));
  if (!match?.groups) return undefined;
  const { year, month, day, hour, minute, second, fraction, offset } =
    match.groups;
  const ms = utcMilliseconds([year, month, day, hour, minute, second]);
  const offsetMs = offsetMilliseconds(offset);
  if (ms === undefined || offsetMs === undefined) return undefined;
  const nanos =
    BigInt(ms - offsetMs) * NANOS_PER_MS +
    BigInt((fraction ?? '').padEnd(9, '0'));
  return isValidNanos(nanos) ? new CelTimestamp(nanos) : undefined;
}

/**
 * RFC 3339 in UTC, as CEL's `string(timestamp)` writes it: with as many
 * fraction digits as it takes.
 */
export function formatTimestamp(timestamp: CelTimestamp): string {
  const seconds = floorDivide(timestamp.nanos, NANOS_PER_SECOND);
  const fraction = fractionText(timestamp.nanos - seconds * NANOS_PER_SECOND);
  const text = new Date(Number(seconds) * 1000).toISOString();
  return text.replace('.000Z', `${fraction}Z`);
}

/** Undefined for what is in no calendar, such as 30 February. */
function utcMilliseconds(fields: Array<string | undefined>) {
  const [year, month, day, hour, minute, second] = fields.map(field =>
    Number(field ?? 0),
  );
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const date = new Date(0);
  // Not `Date.UTC`, for which the years 0 to 99 are those after 1900.
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) {
    return undefined;
  }
  return date.setUTCHours(hour, minute, second);
}

function offsetMilliseconds(offset: string | undefined) {
  if (!offset) return 0;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(3).replace(':', ''));
  if (hours > 23 || minutes > 59) return undefined;
  const sign = offset.startsWith('-') ? -1 : 1;
  return sign * (hours * 60 + minutes) * MS_PER_MINUTE;
}

/** As Kubernetes writes times: their order as texts is that of the times. */
const PLAIN_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** Reads a time that is written as Kubernetes does; undefined if it is not. */
export function parsePlainTime(text: string): CelTimestamp | undefined {
  return PLAIN_TIME.test(text) ? parseTimestamp(text) : undefined;
}
