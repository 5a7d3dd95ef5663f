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

import type { FunctionName } from '../language/Expression';
import {
  CelDuration,
  formatDuration,
  parseDuration,
} from '../values/CelDuration';
import {
  CelTimestamp,
  formatTimestamp,
  isValidNanos,
  parseTimestamp,
} from '../values/CelTimestamp';
import { jsonbText } from '../values/jsonText';
import { inIntRange, inUintRange } from './arithmetic';
import {
  CelError,
  CelType,
  CelUint,
  isJsonObject,
  isList,
  NO_OVERLOAD,
  OVERFLOW,
  type CelValue,
} from './CelValue';

type Conversion = (value: CelValue) => CelValue | CelError;

const NANOS_PER_SECOND = 1_000_000_000n;
const INVALID = new CelError('conversion error');
/** Doubles from here on do not fit into 64 bits. */
const INT_LIMIT = 2 ** 63;
const UINT_LIMIT = 2 ** 64;

/** The functions that turn a value of one type into one of another. */
export const CONVERSIONS = {
  bool: toBool,
  bytes: toBytes,
  double: toDouble,
  duration: toDuration,
  dyn: value => value,
  int: toInt,
  string: toText,
  timestamp: toTimestamp,
  type: value => new CelType(typeName(value)),
  uint: toUint,
  asText,
  asTimestamp: value =>
    typeof value === 'string' ? toTimestamp(value) : NO_OVERLOAD,
  asDuration: value =>
    typeof value === 'string' ? toDuration(value) : NO_OVERLOAD,
  asTemporal: value =>
    typeof value === 'string'
      ? parseTimestamp(value) ?? toDuration(value)
      : NO_OVERLOAD,
} as const satisfies Partial<Record<FunctionName, Conversion>>;

function toBool(value: CelValue): CelValue | CelError {
  if (typeof value === 'boolean') {
    return value;
  }
  switch (value) {
    case 'true':
    case 'True':
    case 'TRUE':
    case 't':
    case '1':
      return true;
    case 'false':
    case 'False':
    case 'FALSE':
    case 'f':
    case '0':
      return false;
    default:
      return typeof value === 'string' ? INVALID : NO_OVERLOAD;
  }
}

function toBytes(value: CelValue): CelValue | CelError {
  if (value instanceof Uint8Array) {
    return value;
  }
  return typeof value === 'string'
    ? new Uint8Array(Buffer.from(value))
    : NO_OVERLOAD;
}

function toDouble(value: CelValue): CelValue | CelError {
  switch (typeof value) {
    case 'number':
      return value;
    case 'bigint':
      return Number(value);
    case 'string':
      return parseDouble(value);
    default:
      return value instanceof CelUint ? Number(value.value) : NO_OVERLOAD;
  }
}

function parseDouble(text: string): number | CelError {
  if (/^[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?$/i.test(text)) {
    return Number(text);
  }
  switch (text.replace(/^[-+]/, '').toLowerCase()) {
    case 'nan':
      return NaN;
    case 'inf':
    case 'infinity':
      return text.startsWith('-') ? -Infinity : Infinity;
    default:
      return INVALID;
  }
}

function toInt(value: CelValue): CelValue | CelError {
  switch (typeof value) {
    case 'bigint':
      return value;
    case 'number':
      return value < INT_LIMIT && value > -INT_LIMIT
        ? BigInt(Math.trunc(value))
        : OVERFLOW;
    case 'string':
      return /^[-+]?\d{1,20}$/.test(value)
        ? inIntRange(BigInt(value.replace('+', '')))
        : INVALID;
    default:
      break;
  }
  if (value instanceof CelUint) {
    return inIntRange(value.value);
  }
  return value instanceof CelTimestamp
    ? floorDivide(value.nanos, NANOS_PER_SECOND)
    : NO_OVERLOAD;
}

function toUint(value: CelValue): CelValue | CelError {
  switch (typeof value) {
    case 'bigint':
      return inUintRange(value);
    case 'number':
      return value >= 0 && value < UINT_LIMIT
        ? new CelUint(BigInt(Math.trunc(value)))
        : OVERFLOW;
    case 'string':
      return /^\d{1,20}$/.test(value) ? inUintRange(BigInt(value)) : INVALID;
    default:
      return value instanceof CelUint ? value : NO_OVERLOAD;
  }
}

function toText(value: CelValue): CelValue | CelError {
  switch (typeof value) {
    case 'string':
      return value;
    case 'bigint':
    case 'boolean':
      return String(value);
    case 'number':
      return doubleText(value);
    default:
      break;
  }
  if (value instanceof CelUint) {
    return String(value.value);
  }
  if (value instanceof CelTimestamp) {
    return formatTimestamp(value);
  }
  if (value instanceof CelDuration) {
    return formatDuration(value);
  }
  return value instanceof Uint8Array ? decodeUtf8(value) : NO_OVERLOAD;
}

function doubleText(value: number): string {
  if (Number.isFinite(value)) {
    return String(value);
  }
  return Number.isNaN(value) ? 'NaN' : `${value > 0 ? '+' : '-'}Inf`;
}

function decodeUtf8(bytes: Uint8Array): string | CelError {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      bytes,
    );
  } catch {
    return new CelError('invalid UTF-8');
  }
}

function toTimestamp(value: CelValue): CelValue | CelError {
  if (value instanceof CelTimestamp) {
    return value;
  }
  if (typeof value === 'string') {
    return parseTimestamp(value) ?? INVALID;
  }
  const seconds =
    typeof value === 'number' && Number.isInteger(value)
      ? BigInt(value)
      : value;
  if (typeof seconds !== 'bigint') {
    return NO_OVERLOAD;
  }
  const nanos = seconds * NANOS_PER_SECOND;
  return isValidNanos(nanos) ? new CelTimestamp(nanos) : OVERFLOW;
}

function toDuration(value: CelValue): CelValue | CelError {
  if (value instanceof CelDuration) {
    return value;
  }
  return typeof value === 'string'
    ? parseDuration(value) ?? INVALID
    : NO_OVERLOAD;
}

/** Of a stored object: texts as they are, everything else as JSON. */
function asText(value: CelValue): CelValue | CelError {
  if (typeof value === 'string') {
    return value;
  }
  return value === null ||
    typeof value === 'number' ||
    typeof value === 'boolean' ||
    isList(value) ||
    isJsonObject(value)
    ? jsonbText(value)
    : NO_OVERLOAD;
}

function typeName(value: CelValue): string {
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'int';
    case 'number':
      return 'double';
    case 'string':
      return 'string';
    default:
      break;
  }
  if (value === null) {
    return 'null_type';
  }
  if (value instanceof CelUint) {
    return 'uint';
  }
  if (value instanceof CelType) {
    return 'type';
  }
  if (value instanceof CelTimestamp) {
    return 'google.protobuf.Timestamp';
  }
  if (value instanceof CelDuration) {
    return 'google.protobuf.Duration';
  }
  if (value instanceof Uint8Array) {
    return 'bytes';
  }
  return isList(value) ? 'list' : 'map';
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}
