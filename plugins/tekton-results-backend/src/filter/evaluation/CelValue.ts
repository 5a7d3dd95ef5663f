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

import type { JsonObject } from '@backstage/types';
import type { CelDuration } from '../values/CelDuration';
import type { CelTimestamp } from '../values/CelTimestamp';

/**
 * Why an expression has no value. It is handed on rather than thrown: it is the
 * common case, as a missing field is one.
 */
export class CelError {
  constructor(readonly message: string) {}
}

/** An unsigned integer; `bigint` alone is a CEL int, `number` a double. */
export class CelUint {
  constructor(readonly value: bigint) {}
}

/** The type of a value, as `type()` gives it. */
export class CelType {
  constructor(readonly name: string) {}
}

/** A map that an expression made, by typed keys. */
export class CelMap {
  private readonly entries = new Map<string, [CelValue, CelValue]>();

  static from(
    entries: Iterable<readonly [CelValue, CelValue]>,
  ): CelMap | CelError {
    const map = new CelMap();
    for (const [key, value] of entries) {
      const id = keyId(key);
      if (id === undefined) {
        return new CelError('unsupported key type');
      }
      if (map.entries.has(id)) {
        return new CelError('repeated key');
      }
      map.entries.set(id, [key, value]);
    }
    return map;
  }

  get size(): number {
    return this.entries.size;
  }

  get(key: CelValue): CelValue | undefined {
    const id = keyId(key);
    return id === undefined ? undefined : this.entries.get(id)?.[1];
  }

  keys(): CelValue[] {
    return [...this.entries.values()].map(([key]) => key);
  }
}

/** What an expression can be worth. Plain objects are those of stored JSON. */
export type CelValue =
  | null
  | boolean
  | bigint
  | number
  | string
  | CelUint
  | CelType
  | CelTimestamp
  | CelDuration
  | Uint8Array
  | CelMap
  | JsonObject
  | readonly CelValue[];

export const NO_SUCH_KEY = new CelError('no such key');
export const NO_OVERLOAD = new CelError('no such overload');
export const OVERFLOW = new CelError('overflow');

/** Numbers that are equal are the same key, whatever their type. */
function keyId(key: CelValue): string | undefined {
  switch (typeof key) {
    case 'string':
      return `s${key}`;
    case 'boolean':
      return `b${key}`;
    case 'bigint':
      return `n${key}`;
    case 'number':
      return Number.isInteger(key) ? `n${BigInt(key)}` : undefined;
    default:
      return key instanceof CelUint ? `n${key.value}` : undefined;
  }
}

/** Whether a value is an object of stored JSON. */
export function isJsonObject(value: CelValue): value is JsonObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.getPrototypeOf(value) === Object.prototype
  );
}

/** Whether a value is a list. */
export function isList(value: CelValue): value is readonly CelValue[] {
  return Array.isArray(value);
}
