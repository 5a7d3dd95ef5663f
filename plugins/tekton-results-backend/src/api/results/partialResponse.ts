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

import type { FieldMask } from './fieldMask';

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * What is asked for of a message of the Results API; names it does not have are
 * ignored.
 *
 * As in upstream, nothing else is in the answer: no token of the next page either
 * unless it is listed. Of a map, such as annotations, single keys can be asked
 * for, if they have no dots. Where bytes are JSON, paths lead on into it; see
 * {@link partOfJson}. Other fields come whole, whatever is listed below them.
 */
export function partialResponse(message: object, mask: FieldMask): object {
  return mask.size === 0 ? message : partOfMessage({ ...message }, mask);
}

function partOfMessage(message: JsonObject, mask: FieldMask): JsonObject {
  return Object.fromEntries(
    Object.entries(message).flatMap(([name, value]) => {
      const below = mask.get(name);
      if (!below) {
        return [];
      }
      const part = below.size === 0 ? value : partOfField(name, value, below);
      return part === undefined ? [] : [[name, part]];
    }),
  );
}

/** Fields of one name are of one kind in all messages, but for `summary`. */
function partOfField(name: string, value: unknown, mask: FieldMask): unknown {
  if (Array.isArray(value)) {
    const partOfItem = name === 'summary' ? partOfStruct : partOfMessage;
    return value.map(item => (isObject(item) ? partOfItem(item, mask) : item));
  }
  if (isObject(value)) {
    return name === 'annotations'
      ? partOfMap(value, mask)
      : partOfMessage(value, mask);
  }
  return name === 'value' ? partOfBytes(value, mask) : value;
}

/** An empty map is left out, as any default is. */
function partOfMap(map: JsonObject, mask: FieldMask): JsonObject | undefined {
  const kept = Object.entries(map).filter(([key]) => mask.has(key));
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

/** In its proto, a free-form object has a single field, which is a map. */
function partOfStruct(struct: JsonObject, mask: FieldMask): JsonObject {
  const keys = mask.get('fields');
  if (!keys) {
    return {};
  }
  return keys.size === 0 ? struct : partOfMap(struct, keys) ?? {};
}

/** In base64; what is no JSON comes whole. */
function partOfBytes(value: unknown, mask: FieldMask): unknown {
  try {
    const json: unknown = JSON.parse(
      Buffer.from(String(value), 'base64').toString('utf8'),
    );
    return Buffer.from(JSON.stringify(partOfJson(json, mask, []))).toString(
      'base64',
    );
  } catch {
    return value;
  }
}

/**
 * An object of what the paths lead to in a JSON value, null where that is
 * nothing. A number is the place in a list, and `#` stands for all of them; both
 * are keys in the answer.
 */
function partOfJson(
  json: unknown,
  mask: FieldMask,
  path: readonly string[],
): JsonObject {
  return Object.fromEntries(
    [...mask].map(([step, below]) => {
      const steps = [...path, step];
      return [
        step,
        below.size === 0
          ? valueAt(json, steps) ?? null
          : partOfJson(json, below, steps),
      ];
    }),
  );
}

function valueAt(json: unknown, path: readonly string[]): unknown {
  if (path.length === 0) {
    return json;
  }
  const [step, ...rest] = path;
  if (Array.isArray(json)) {
    if (step === '#') {
      return rest.length === 0
        ? json.length
        : json
            .map(item => valueAt(item, rest))
            .filter(value => value !== undefined);
    }
    return /^\d+$/.test(step) ? valueAt(json[Number(step)], rest) : undefined;
  }
  return isObject(json) && Object.hasOwn(json, step)
    ? valueAt(json[step], rest)
    : undefined;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
