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

import { isJsonObject, JsonObject, JsonValue, ObjectMeta } from '../kubernetes';

/** One leaf of an object that a manager owns: keys, and for sets of texts the member as last part. */
export type FieldPath = readonly string[];

const KEYS_OF_IDENTITY = [
  'apiVersion',
  'kind',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'metadata.resourceVersion',
  'metadata.creationTimestamp',
  'metadata.managedFields',
];

/**
 * The leaves of an applied configuration in the notation of `managedFields`: `f:key` for members,
 * `v:"text"` for members of a set. Only `metadata.finalizers` is a set here; other lists are owned whole.
 */
export function ownedPaths(applied: JsonObject): FieldPath[] {
  const paths: FieldPath[] = [];
  collect(applied, [], [], paths);
  return paths;
}

function collect(
  value: JsonValue | undefined,
  keys: string[],
  path: FieldPath,
  into: FieldPath[],
) {
  const dotted = keys.join('.');
  if (KEYS_OF_IDENTITY.includes(dotted)) {
    return;
  }
  if (isJsonObject(value) && Object.keys(value).length > 0) {
    for (const [key, member] of Object.entries(value)) {
      collect(member, [...keys, key], [...path, `f:${key}`], into);
    }
  } else if (dotted === 'metadata.finalizers' && Array.isArray(value)) {
    for (const member of value) {
      into.push([...path, `v:${JSON.stringify(member)}`]);
    }
  } else if (path.length > 0) {
    into.push(path);
  }
}

/** Writes paths as the nested object that `fieldsV1` holds. */
export function toFieldsV1(paths: FieldPath[]): JsonObject {
  const root: JsonObject = {};
  for (const path of paths) {
    let at = root;
    for (const part of path) {
      const next = at[part];
      const child: JsonObject = isJsonObject(next) ? next : {};
      at[part] = child;
      at = child;
    }
  }
  return root;
}

/** Reads `fieldsV1`; the marker `.` (the object itself) is of no use here and left out. */
function fromFieldsV1(fields: JsonValue | undefined): FieldPath[] {
  const paths: FieldPath[] = [];
  const walk = (value: JsonObject, path: FieldPath) => {
    const members = Object.entries(value).filter(([key]) => key !== '.');
    if (members.length === 0 && path.length > 0) {
      paths.push(path);
    }
    for (const [key, member] of members) {
      walk(isJsonObject(member) ? member : {}, [...path, key]);
    }
  };
  walk(isJsonObject(fields) ? fields : {}, []);
  return paths;
}

/** What one manager owns. */
export interface Ownership {
  manager: string;
  operation: string;
  subresource?: string;
  paths: FieldPath[];
}

/** All ownership recorded in an object. */
export function ownershipOf(metadata: ObjectMeta): Ownership[] {
  return (metadata.managedFields ?? []).map(entry => ({
    manager: String(entry.manager),
    operation: String(entry.operation),
    subresource:
      typeof entry.subresource === 'string' ? entry.subresource : undefined,
    paths: fromFieldsV1(entry.fieldsV1),
  }));
}

/** Equal paths have equal ids. */
export function pathId(path: FieldPath): string {
  return path.join('\u0000');
}
