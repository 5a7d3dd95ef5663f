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
  asText,
  conflict,
  invalid,
  KubernetesObject,
  ObjectInput,
  ResourceType,
  sameJson,
} from '../kubernetes';

const STALE =
  'the object has been modified; please apply your changes to the latest version and try again';

/** What a write asks for, and what is stored. */
export interface UpdateRequest {
  type: ResourceType;
  current: KubernetesObject;
  next: ObjectInput;
  subresource?: 'status';
}

/**
 * Decides what is stored when a client writes `next` over `current`, by the rules of the server:
 * identity cannot change, `/status` changes nothing but the status and the main path everything but
 * the status, the generation counts changes of the spec. Gives `current` itself when nothing changes.
 */
export function prepareUpdate(request: UpdateRequest): KubernetesObject {
  const { type, current, next, subresource } = request;
  checkPreconditions(type, current, next);
  const result =
    subresource === 'status'
      ? withStatusOf(type, current, next)
      : withMainOf(type, current, next);
  checkFinalizers(type, current, result);
  if (sameJson(result, current)) {
    return current;
  }
  if (!sameJson(result.spec, current.spec)) {
    result.metadata.generation = (current.metadata.generation ?? 0) + 1;
  }
  return result;
}

/** 409 when the write names a version or a uid that is not the stored one. */
function checkPreconditions(
  type: ResourceType,
  current: KubernetesObject,
  next: ObjectInput,
) {
  const { name, uid, resourceVersion } = current.metadata;
  const askedUid = next.metadata.uid;
  if (askedUid && askedUid !== uid) {
    throw conflict(
      type,
      name,
      `Precondition failed: UID in precondition: ${askedUid}, UID in object meta: ${uid}`,
    );
  }
  const askedVersion = next.metadata.resourceVersion;
  if (askedVersion && askedVersion !== resourceVersion) {
    throw conflict(type, name, STALE);
  }
}

function withStatusOf(
  type: ResourceType,
  current: KubernetesObject,
  next: ObjectInput,
): KubernetesObject {
  if (type.status !== 'own') {
    return current;
  }
  const status = next.status as KubernetesObject['status'];
  // Runs that never got a pod have an empty name there.
  if (
    type.resource === 'taskruns' &&
    status &&
    asText(status.podName) === undefined
  ) {
    throw invalid(
      type,
      current.metadata.name,
      'status.podName',
      'Required value',
      'FieldValueRequired',
    );
  }
  return {
    ...current,
    metadata: {
      ...current.metadata,
      ...(next.metadata.managedFields
        ? { managedFields: next.metadata.managedFields }
        : {}),
    },
    status,
  };
}

function withMainOf(
  type: ResourceType,
  current: KubernetesObject,
  next: ObjectInput,
): KubernetesObject {
  const fixed = current.metadata;
  return {
    ...next,
    apiVersion: current.apiVersion,
    kind: current.kind,
    metadata: {
      ...next.metadata,
      name: fixed.name,
      ...(fixed.namespace ? { namespace: fixed.namespace } : {}),
      uid: fixed.uid,
      resourceVersion: fixed.resourceVersion,
      creationTimestamp: fixed.creationTimestamp,
      generation: fixed.generation,
      deletionTimestamp: fixed.deletionTimestamp,
      deletionGracePeriodSeconds: fixed.deletionGracePeriodSeconds,
      labels: orNothing(next.metadata.labels),
      annotations: orNothing(next.metadata.annotations),
      finalizers: next.metadata.finalizers?.length
        ? [...new Set(next.metadata.finalizers)]
        : undefined,
    },
    ...(type.status === 'none'
      ? {}
      : { status: current.status as KubernetesObject['status'] }),
  } as KubernetesObject;
}

function orNothing(map: Record<string, string> | undefined) {
  return map && Object.keys(map).length > 0 ? map : undefined;
}

function checkFinalizers(
  type: ResourceType,
  current: KubernetesObject,
  result: KubernetesObject,
) {
  if (!current.metadata.deletionTimestamp) {
    return;
  }
  const before = current.metadata.finalizers ?? [];
  const added = (result.metadata.finalizers ?? []).filter(
    finalizer => !before.includes(finalizer),
  );
  if (added.length > 0) {
    throw invalid(
      type,
      current.metadata.name,
      'metadata.finalizers',
      `Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{${added
        .map(finalizer => JSON.stringify(finalizer))
        .join(', ')}}`,
      'FieldValueForbidden',
    );
  }
}
