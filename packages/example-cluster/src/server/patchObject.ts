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
  apiVersionOf,
  asObject,
  badRequest,
  conflict,
  isJsonObject,
  JsonObject,
  KubernetesObject,
  notFound,
  ObjectInput,
  StatusError,
} from '../kubernetes';
import {
  applyPatch,
  jsonPatch,
  mergePatch,
  ownedPaths,
  toFieldsV1,
} from '../patch';
import { ObjectStore } from '../store';
import { createObject, pruneUnknown, readObject, WriteTarget } from './writes';

/** A patch as it came. */
export interface PatchRequest {
  contentType: string;
  body: unknown;
  fieldManager?: string;
  force: boolean;
}

/** Applies a patch of any kind that the resource takes. An apply patch creates what is not there. */
export function patchObject(
  store: ObjectStore,
  target: WriteTarget,
  patch: PatchRequest,
): { object: KubernetesObject; created: boolean } {
  const { type, namespace, name, subresource } = target;
  const isApply = patch.contentType === 'application/apply-patch+yaml';
  if (isApply && !patch.fieldManager) {
    throw new StatusError(
      422,
      'Invalid',
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    );
  }
  const current = store.find(type, namespace, name);
  if (!current) {
    if (isApply && !subresource) {
      return { object: createByApply(store, target, patch), created: true };
    }
    throw notFound(type, name);
  }
  const next = patched(store, current, target, patch);
  return {
    object: store.update(
      type,
      namespace,
      name,
      pruneUnknown(next, type).object,
      subresource,
    ),
    created: false,
  };
}

function patched(
  store: ObjectStore,
  current: KubernetesObject,
  { type, namespace, subresource }: WriteTarget,
  { contentType, body, fieldManager = '', force }: PatchRequest,
): ObjectInput {
  switch (contentType) {
    case 'application/merge-patch+json':
      return asInput(mergePatch(withoutVersion(current), bodyObject(body)));
    case 'application/json-patch+json':
      return asInput(jsonPatch(withoutVersion(current), body));
    case 'application/apply-patch+yaml': {
      const applied = readObject(body, type, namespace);
      const result = applyPatch(current, {
        applied,
        fieldManager,
        force,
        subresource,
        now: store.timestamp(),
      });
      return {
        ...result,
        metadata: {
          ...result.metadata,
          resourceVersion: applied.metadata.resourceVersion,
        },
      };
    }
    case 'application/strategic-merge-patch+json':
      if (!type.custom) {
        // For the few fields of built-in kinds that matter here both kinds of merging are the same.
        return asInput(mergePatch(withoutVersion(current), bodyObject(body)));
      }
      throw unsupported(
        'application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml',
      );
    default:
      throw unsupported(
        'application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml',
      );
  }
}

function createByApply(
  store: ObjectStore,
  { type, namespace, name }: WriteTarget,
  { body, fieldManager = '' }: PatchRequest,
): KubernetesObject {
  const applied = readObject(body, type, namespace);
  const { uid } = applied.metadata;
  if (uid) {
    throw conflict(
      type,
      name,
      `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`,
    );
  }
  return createObject(store, type, namespace, {
    ...applied,
    metadata: {
      ...applied.metadata,
      name,
      managedFields: [
        {
          manager: fieldManager,
          operation: 'Apply',
          apiVersion: apiVersionOf(type),
          time: store.timestamp(),
          fieldsType: 'FieldsV1',
          fieldsV1: toFieldsV1(ownedPaths(applied)),
        },
      ],
    },
  });
}

/** A patch is a precondition on the version only when it carries one itself. */
function withoutVersion(current: KubernetesObject): JsonObject {
  return {
    ...current,
    metadata: { ...current.metadata, resourceVersion: undefined },
  };
}

function asInput(object: JsonObject): ObjectInput {
  return { ...object, metadata: asObject(object.metadata) };
}

function bodyObject(body: unknown): JsonObject {
  if (!isJsonObject(body)) {
    throw badRequest('error decoding patch: the patch is not an object');
  }
  return body;
}

function unsupported(accepted: string): StatusError {
  return new StatusError(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${accepted}`,
  );
}
