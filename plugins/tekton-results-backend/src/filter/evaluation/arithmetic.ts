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

import { CelDuration } from '../values/CelDuration';
import {
  CelTimestamp,
  isValidNanos,
  parseTimestamp,
} from '../values/CelTimestamp';
import {
  CelError,
  CelUint,
  isList,
  NO_OVERLOAD,
  OVERFLOW,
  type CelValue,
} from './CelValue';

export type ArithmeticName =
  | 'add'
  | 'subtract'
  | 'multiply'
  | 'divide'
  | 'modulo';

const MIN_INT = -(2n ** 63n);
const MAX_INT = 2n ** 63n - 1n;
const MAX_UINT = 2n ** 64n - 1n;
/** CEL's limit of durations: about 10,000 years. */
const MAX_DURATION_NANOS = 315_576_000_000n * 1_000_000_000n;

const INTEGER_OPERATIONS: Record<
  ArithmeticName,
  (a: bigint, b: bigint) => bigint
> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  modulo: (a, b) => a % b,
};

const DOUBLE_OPERATIONS: Record<
  Exclude<ArithmeticName, 'modulo'>,
  (a: number, b: number) => number
> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
};

/**
 * `a + b` and the like, as CEL defines it for each pair of types.
 *
 * @param lenient - one of them is a number of a stored object: JSON has but one
 *   kind of number, so it calculates with ints as well
 */
export function calculate(
  name: ArithmeticName,
  a: CelValue,
  b: CelValue,
  lenient: boolean,
): CelValue | CelError {
  if (typeof a === 'bigint' && typeof b === 'bigint') {
    return integerResult(name, a, b, inIntRange);
  }
  if (a instanceof CelUint && b instanceof CelUint) {
    return integerResult(name, a.value, b.value, inUintRange);
  }
  if (typeof a === 'number' && typeof b === 'number') {
    if (name !== 'modulo') {
      return DOUBLE_OPERATIONS[name](a, b);
    }
    return lenient ? doubleModulo(a, b) : NO_OVERLOAD;
  }
  if (lenient) {
    const left = jsonNumber(a);
    const right = jsonNumber(b);
    if (left !== undefined && right !== undefined) {
      return calculate(name, left, right, true);
    }
  }
  if (name === 'add') {
    return sum(a, b);
  }
  return name === 'subtract' ? difference(a, b) : NO_OVERLOAD;
}

/** The difference of two values of stored objects: of numbers or of times. */
export function jsonDifference(a: CelValue, b: CelValue): CelValue | CelError {
  if (typeof a === 'string' && typeof b === 'string') {
    const from = parseTimestamp(a);
    const to = parseTimestamp(b);
    return from && to ? difference(from, to) : NO_OVERLOAD;
  }
  return calculate('subtract', a, b, true);
}

/** `-a` */
export function negative(a: CelValue): CelValue | CelError {
  if (typeof a === 'bigint') {
    return inIntRange(-a);
  }
  return typeof a === 'number' ? -a : NO_OVERLOAD;
}

/** An int, unless it does not fit into 64 bits. */
export function inIntRange(value: bigint): bigint | CelError {
  return value >= MIN_INT && value <= MAX_INT ? value : OVERFLOW;
}

/** An unsigned integer, unless it does not fit into 64 bits. */
export function inUintRange(value: bigint): CelUint | CelError {
  return value >= 0n && value <= MAX_UINT ? new CelUint(value) : OVERFLOW;
}

/** A duration, unless it is longer than CEL allows. */
function inDurationRange(nanos: bigint): CelDuration | CelError {
  return nanos <= MAX_DURATION_NANOS && nanos >= -MAX_DURATION_NANOS
    ? new CelDuration(nanos)
    : OVERFLOW;
}

function integerResult(
  name: ArithmeticName,
  a: bigint,
  b: bigint,
  inRange: (value: bigint) => CelValue | CelError,
): CelValue | CelError {
  if (b === 0n && (name === 'divide' || name === 'modulo')) {
    return new CelError(
      name === 'divide' ? 'divide by zero' : 'modulus by zero',
    );
  }
  return inRange(INTEGER_OPERATIONS[name](a, b));
}

function sum(a: CelValue, b: CelValue): CelValue | CelError {
  if (typeof a === 'string' && typeof b === 'string') {
    return a + b;
  }
  if (isList(a) && isList(b)) {
    return [...a, ...b];
  }
  if (a instanceof Uint8Array && b instanceof Uint8Array) {
    return new Uint8Array(Buffer.concat([a, b]));
  }
  if (a instanceof CelDuration) {
    return b instanceof CelDuration
      ? inDurationRange(a.nanos + b.nanos)
      : moved(b, a.nanos);
  }
  return b instanceof CelDuration ? moved(a, b.nanos) : NO_OVERLOAD;
}

function difference(a: CelValue, b: CelValue): CelValue | CelError {
  if (a instanceof CelTimestamp && b instanceof CelTimestamp) {
    return inDurationRange(a.nanos - b.nanos);
  }
  if (!(b instanceof CelDuration)) {
    return NO_OVERLOAD;
  }
  return a instanceof CelDuration
    ? inDurationRange(a.nanos - b.nanos)
    : moved(a, -b.nanos);
}

function moved(time: CelValue, nanos: bigint): CelValue | CelError {
  if (!(time instanceof CelTimestamp)) {
    return NO_OVERLOAD;
  }
  const sumOfNanos = time.nanos + nanos;
  return isValidNanos(sumOfNanos) ? new CelTimestamp(sumOfNanos) : OVERFLOW;
}

function doubleModulo(a: number, b: number): CelValue | CelError {
  return Number.isSafeInteger(a) && Number.isSafeInteger(b) && b !== 0
    ? a % b
    : NO_OVERLOAD;
}

function jsonNumber(value: CelValue): number | undefined {
  if (typeof value === 'number') {
    return value;
  }
  return typeof value === 'bigint' ? Number(value) : undefined;
}
