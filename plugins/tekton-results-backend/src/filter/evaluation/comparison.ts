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
import { CelTimestamp } from '../values/CelTimestamp';
import { compareText } from '../values/compareText';
import {
  CelError,
  CelMap,
  CelType,
  CelUint,
  isJsonObject,
  isList,
  NO_OVERLOAD,
  type CelValue,
} from './CelValue';

/**
 * CEL's equality: numbers by value, whatever their types; values of other types
 * that differ are unequal.
 */
export function equals(a: CelValue, b: CelValue): boolean {
  const left = numeric(a);
  const right = numeric(b);
  if (left !== undefined && right !== undefined) {
    // eslint-disable-next-line eqeqeq -- 1n == 1, but not 1n === 1
    return left == right;
  }
  if (a === b) {
    return true;
  }
  if (isList(a) && isList(b)) {
    return (
      a.length === b.length && a.every((item, index) => equals(item, b[index]))
    );
  }
  if (isMapLike(a) && isMapLike(b)) {
    return equalMaps(a, b);
  }
  if (a instanceof Uint8Array && b instanceof Uint8Array) {
    return compareBytes(a, b) === 0;
  }
  if (
    (a instanceof CelTimestamp && b instanceof CelTimestamp) ||
    (a instanceof CelDuration && b instanceof CelDuration)
  ) {
    return a.nanos === b.nanos;
  }
  return a instanceof CelType && b instanceof CelType && a.name === b.name;
}

/**
 * The order of two values: below zero, zero or above; NaN if one of them is no
 * number.
 */
export function compare(a: CelValue, b: CelValue): number | CelError {
  const left = numeric(a);
  const right = numeric(b);
  if (left !== undefined && right !== undefined) {
    return compareNumbers(left, right);
  }
  if (typeof a === 'string' && typeof b === 'string') {
    return compareText(a, b);
  }
  if (typeof a === 'boolean' && typeof b === 'boolean') {
    return Number(a) - Number(b);
  }
  if (
    (a instanceof CelTimestamp && b instanceof CelTimestamp) ||
    (a instanceof CelDuration && b instanceof CelDuration)
  ) {
    return compareNumbers(a.nanos, b.nanos);
  }
  if (a instanceof Uint8Array && b instanceof Uint8Array) {
    return compareBytes(a, b);
  }
  return NO_OVERLOAD;
}

/** Keys of a map of either form. In stored objects null counts as missing. */
export function mapKeys(map: CelMap | { [key: string]: unknown }): CelValue[] {
  return map instanceof CelMap
    ? map.keys()
    : Object.keys(map).filter(key => map[key] !== null);
}

/** Whether a value is a map of either form. */
export function isMapLike(
  value: CelValue,
): value is CelMap | Extract<CelValue, { [key: string]: unknown }> {
  return value instanceof CelMap || isJsonObject(value);
}

/** The value at a key; undefined if there is none. */
export function mapGet(map: CelValue, key: CelValue): CelValue | undefined {
  if (map instanceof CelMap) {
    return map.get(key);
  }
  return isJsonObject(map) && typeof key === 'string' && Object.hasOwn(map, key)
    ? map[key] ?? undefined
    : undefined;
}

function equalMaps(
  a: Parameters<typeof mapKeys>[0],
  b: Parameters<typeof mapKeys>[0],
): boolean {
  const keys = mapKeys(a);
  return (
    keys.length === mapKeys(b).length &&
    keys.every(key => {
      const value = mapGet(a as CelValue, key);
      const other = mapGet(b as CelValue, key);
      return value !== undefined && other !== undefined && equals(value, other);
    })
  );
}

function numeric(value: CelValue): bigint | number | undefined {
  if (typeof value === 'bigint' || typeof value === 'number') {
    return value;
  }
  return value instanceof CelUint ? value.value : undefined;
}

/** An int is rounded to a double before it is compared with one, as CEL does. */
function compareNumbers(left: bigint | number, right: bigint | number): number {
  const mixed = typeof left !== typeof right;
  const a = mixed ? Number(left) : left;
  const b = mixed ? Number(right) : right;
  if (a < b) {
    return -1;
  }
  if (a > b) {
    return 1;
  }
  // eslint-disable-next-line eqeqeq -- 1n == 1, but not 1n === 1
  return a == b ? 0 : NaN;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  return Buffer.compare(a, b);
}
