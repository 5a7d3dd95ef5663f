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

import type { JsonObject, JsonValue } from '@backstage/types';

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object; an empty one for anything else. */
export function asObject(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** With some values under other keys, unless these are there already. */
export function renameKeys(
  object: JsonObject,
  names: Readonly<Record<string, string>>,
): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => {
      const name = Object.hasOwn(names, key) ? names[key] : key;
      return [Object.hasOwn(object, name) ? key : name, value];
    }),
  );
}

/** With another value under a key, if there is one. */
export function mapValue(
  object: JsonObject,
  key: string,
  convert: (value: JsonValue) => JsonValue,
): JsonObject {
  const value = object[key];
  return value === undefined ? object : { ...object, [key]: convert(value) };
}

/** Converts the objects of a list, and leaves what is none as it is. */
export function each(
  convert: (item: JsonObject) => JsonValue,
): (list: JsonValue) => JsonValue {
  return list =>
    Array.isArray(list)
      ? list.map(item => (isObject(item) ? convert(item) : item))
      : list;
}
