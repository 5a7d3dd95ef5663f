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

import { z } from 'zod';
import {
  badRequest,
  isJsonObject,
  JsonObject,
  JsonValue,
  sameJson,
  StatusError,
} from '../kubernetes';

const jsonValue = z.json();
const operationSchema = z.discriminatedUnion('op', [
  z.object({ op: z.literal('add'), path: z.string(), value: jsonValue }),
  z.object({ op: z.literal('replace'), path: z.string(), value: jsonValue }),
  z.object({ op: z.literal('test'), path: z.string(), value: jsonValue }),
  z.object({ op: z.literal('remove'), path: z.string() }),
  z.object({ op: z.literal('move'), path: z.string(), from: z.string() }),
  z.object({ op: z.literal('copy'), path: z.string(), from: z.string() }),
]);
type Operation = z.infer<typeof operationSchema>;

/** JSON patch (RFC 6902). A step that cannot be done makes the whole patch invalid. */
export function jsonPatch(target: JsonObject, patch: unknown): JsonObject {
  const operations = z.array(operationSchema).safeParse(patch);
  if (!operations.success) {
    throw badRequest('error decoding patch: not a list of patch operations');
  }
  let result: JsonValue = structuredClone(target);
  for (const operation of operations.data) {
    result = step(result, operation);
  }
  if (!isJsonObject(result)) {
    throw impossible('the result is not an object');
  }
  return result;
}

function step(document: JsonValue, operation: Operation): JsonValue {
  const path = parsePointer(operation.path);
  switch (operation.op) {
    case 'add':
      return write(document, path, operation.value, 'add');
    case 'replace':
      read(document, path);
      return write(document, path, operation.value, 'replace');
    case 'remove':
      read(document, path);
      return write(document, path, undefined, 'remove');
    case 'copy':
      return write(
        document,
        path,
        structuredClone(read(document, parsePointer(operation.from))),
        'add',
      );
    case 'move': {
      const from = parsePointer(operation.from);
      const moved = read(document, from);
      return write(
        write(document, from, undefined, 'remove'),
        path,
        moved,
        'add',
      );
    }
    default:
      if (!sameJson(read(document, path), operation.value)) {
        throw impossible(`testing value ${operation.path} failed`);
      }
      return document;
  }
}

function parsePointer(pointer: string): string[] {
  if (pointer !== '' && !pointer.startsWith('/')) {
    throw badRequest(`invalid JSON pointer "${pointer}"`);
  }
  return pointer
    .split('/')
    .slice(1)
    .map(part => part.replace(/~1/g, '/').replace(/~0/g, '~'));
}

function read(document: JsonValue, path: string[]): JsonValue {
  let value: JsonValue | undefined = document;
  for (const part of path) {
    if (Array.isArray(value)) {
      value = value[Number(part)];
    } else {
      value =
        isJsonObject(value) && Object.hasOwn(value, part)
          ? value[part]
          : undefined;
    }
  }
  if (value === undefined) {
    throw impossible(`missing path: "/${path.join('/')}"`);
  }
  return value;
}

/** Changes the (already private) document at the path and gives the new root. */
function write(
  document: JsonValue,
  path: string[],
  value: JsonValue | undefined,
  how: 'add' | 'replace' | 'remove',
): JsonValue {
  const last = path.at(-1);
  if (last === undefined) {
    return value ?? null;
  }
  const parent = read(document, path.slice(0, -1));
  if (Array.isArray(parent)) {
    const index = last === '-' ? parent.length : Number(last);
    if (!Number.isInteger(index) || index < 0 || index > parent.length) {
      throw impossible(`invalid index "${last}"`);
    }
    const inserted = value === undefined ? [] : [value];
    parent.splice(index, how === 'add' ? 0 : 1, ...inserted);
  } else if (isJsonObject(parent)) {
    if (value === undefined) {
      delete parent[last];
    } else {
      Object.defineProperty(parent, last, {
        value,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
  } else {
    throw impossible(`"${last}" is not in an object or a list`);
  }
  return document;
}

function impossible(why: string): StatusError {
  return new StatusError(
    422,
    'Invalid',
    `the server rejected our request due to an error in our request: ${why}`,
  );
}
