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
  isJsonObject,
  JsonObject,
  JsonValue,
  KubernetesObject,
  ObjectInput,
  sameJson,
  StatusError,
} from '../kubernetes';
import {
  FieldPath,
  ownedPaths,
  ownershipOf,
  pathId,
  toFieldsV1,
} from './managedFields';
import { mergePatch } from './mergePatch';

/** What a server-side apply needs to know. */
export interface ApplyPatchOptions {
  applied: JsonObject;
  fieldManager: string;
  force: boolean;
  now: string;
  subresource?: string;
}

/**
 * Server-side apply on an existing object: what is applied is set; what the same manager applied
 * earlier, no longer applies, and nobody else owns, is removed. A value that another manager owns
 * and that differs is a conflict, unless forced.
 */
export function applyPatch(
  current: KubernetesObject,
  options: ApplyPatchOptions,
): ObjectInput {
  const { applied, fieldManager, subresource } = options;
  const isOurs = (entry: { manager: string; operation: string }) =>
    entry.manager === fieldManager && entry.operation === 'Apply';
  const owners = ownershipOf(current.metadata);
  const paths = ownedPaths(applied);
  const others = owners.filter(entry => !isOurs(entry));

  const disputed = others.flatMap(entry =>
    entry.paths
      .filter(
        path =>
          // Members of a set are either there or not: two owners never disagree.
          !path.at(-1)?.startsWith('v:') &&
          paths.some(p => pathId(p) === pathId(path)) &&
          !sameJson(valueAt(current, path), valueAt(applied, path)),
      )
      .map(path => ({ manager: entry.manager, path })),
  );
  if (disputed.length > 0 && !options.force) {
    throw applyConflict(disputed);
  }

  const kept = new Set([...others.flatMap(o => o.paths), ...paths].map(pathId));
  const given = owners
    .filter(isOurs)
    .flatMap(entry => entry.paths)
    .filter(path => !kept.has(pathId(path)));
  const finalizers = appliedFinalizers(current, applied, given);

  const result = mergePatch(removePaths(current, given), applied);
  const entry: JsonObject = {
    manager: fieldManager,
    operation: 'Apply',
    apiVersion: current.apiVersion,
    time: options.now,
    fieldsType: 'FieldsV1',
    fieldsV1: toFieldsV1(paths),
    ...(subresource ? { subresource } : {}),
  };
  const before = current.metadata.managedFields ?? [];
  const unchanged = before.find(
    old =>
      isOurs({
        manager: String(old.manager),
        operation: String(old.operation),
      }) && sameJson(old.fieldsV1, entry.fieldsV1),
  );
  return {
    ...result,
    metadata: {
      ...mergePatch(current.metadata, {}),
      ...(isJsonObject(result.metadata) ? result.metadata : {}),
      finalizers,
      managedFields: [
        ...before.filter(
          old =>
            !isOurs({
              manager: String(old.manager),
              operation: String(old.operation),
            }),
        ),
        ...(paths.length > 0 ? [unchanged ?? entry] : []),
      ],
    },
  };
}

function appliedFinalizers(
  current: KubernetesObject,
  applied: JsonObject,
  given: FieldPath[],
): string[] | undefined {
  const dropped = given
    .filter(path => path[1] === 'f:finalizers')
    .map(path => path[2]);
  const metadata = isJsonObject(applied.metadata) ? applied.metadata : {};
  const wanted = Array.isArray(metadata.finalizers)
    ? metadata.finalizers.map(String)
    : [];
  const before = (current.metadata.finalizers ?? []).filter(
    name => !dropped.includes(`v:${JSON.stringify(name)}`),
  );
  const all = [...new Set([...before, ...wanted])];
  return all.length > 0 ? all : undefined;
}

function keyOfPart(part: string): string {
  return part.replace(/^f:/, '');
}

function valueAt(object: JsonObject, path: FieldPath): JsonValue | undefined {
  let value: JsonValue | undefined = object;
  for (const part of path) {
    value = isJsonObject(value) ? value[keyOfPart(part)] : undefined;
  }
  return value;
}

function removePaths(object: JsonObject, paths: FieldPath[]): JsonObject {
  const removal: JsonObject = {};
  for (const path of paths) {
    if (
      path[1] === 'f:finalizers' ||
      path.some(part => !part.startsWith('f:'))
    ) {
      continue;
    }
    let at = removal;
    path.forEach((part, index) => {
      const key = keyOfPart(part);
      if (index === path.length - 1) {
        at[key] = null;
      } else {
        const next = at[key];
        const child: JsonObject = isJsonObject(next) ? next : {};
        at[key] = child;
        at = child;
      }
    });
  }
  return mergePatch(object, removal);
}

function applyConflict(
  disputed: { manager: string; path: FieldPath }[],
): StatusError {
  const field = (path: FieldPath) =>
    path.map(part => `.${keyOfPart(part)}`).join('');
  const [first] = disputed;
  return new StatusError(
    409,
    'Conflict',
    disputed.length === 1
      ? `Apply failed with 1 conflict: conflict with "${
          first.manager
        }": ${field(first.path)}`
      : `Apply failed with ${disputed.length} conflicts`,
    {
      details: {
        causes: disputed.map(({ manager, path }) => ({
          reason: 'FieldManagerConflict',
          message: `conflict with "${manager}"`,
          field: field(path),
        })),
      },
    },
  );
}
