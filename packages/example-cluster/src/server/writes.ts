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
  invalid,
  isJsonObject,
  JsonObject,
  KubernetesObject,
  ObjectInput,
  objectKey,
  ResourceType,
  RESOURCES,
  notFound,
} from '../kubernetes';
import { ObjectStore } from '../store';

/** Where a write goes. */
export interface WriteTarget {
  type: ResourceType;
  namespace?: string;
  name: string;
  subresource?: 'status';
}

/** The members that a custom resource of this kind may have at the top. */
const TOP_LEVEL = ['apiVersion', 'kind', 'metadata', 'spec', 'status'];

/** Checks that a body is an object of the right kind and place. */
export function readObject(
  body: unknown,
  type: ResourceType,
  namespace: string | undefined,
): ObjectInput {
  if (!isJsonObject(body)) {
    throw badRequest('the body of the request is not an object');
  }
  const apiVersion = apiVersionOf(type);
  if (
    (body.kind !== undefined && body.kind !== type.kind) ||
    (body.apiVersion !== undefined && body.apiVersion !== apiVersion)
  ) {
    throw badRequest(
      `the API version or kind in the data (${String(
        body.apiVersion,
      )}, ${String(body.kind)}) does not match the expected (${apiVersion}, ${
        type.kind
      })`,
    );
  }
  const metadata = asObject(body.metadata);
  if (metadata.namespace && metadata.namespace !== namespace) {
    throw badRequest(
      `the namespace of the provided object does not match the namespace sent on the request`,
    );
  }
  return {
    ...body,
    metadata: { ...metadata, ...(namespace ? { namespace } : {}) },
  };
}

/** Drops members that the schema of a custom resource does not have; gives their names. */
export function pruneUnknown(
  object: ObjectInput,
  type: ResourceType,
): { object: ObjectInput; unknown: string[] } {
  const unknown = type.custom
    ? Object.keys(object).filter(key => !TOP_LEVEL.includes(key))
    : [];
  if (unknown.length === 0) {
    return { object, unknown };
  }
  const kept: ObjectInput = { ...object };
  unknown.forEach(key => delete kept[key]);
  return { object: kept, unknown };
}

/** Creates an object; its namespace must be there. */
export function createObject(
  store: ObjectStore,
  type: ResourceType,
  namespace: string | undefined,
  body: unknown,
): KubernetesObject {
  const input = readObject(body, type, namespace);
  if (type.namespaced && !namespace) {
    throw badRequest('an object of this kind is created in a namespace');
  }
  if (!input.metadata.name && !input.metadata.generateName) {
    throw invalid(
      type,
      '',
      'metadata.name',
      'Required value: name or generateName is required',
      'FieldValueRequired',
    );
  }
  if (namespace && !store.find(RESOURCES.namespaces, undefined, namespace)) {
    throw notFound(RESOURCES.namespaces, namespace);
  }
  return store.create(type, pruneUnknown(input, type).object);
}

/** What a delete is answered with when the object is gone. */
export function deletedStatus(
  type: ResourceType,
  object: KubernetesObject,
): JsonObject {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: {
      name: object.metadata.name,
      ...(type.group ? { group: type.group } : {}),
      kind: type.resource,
      uid: object.metadata.uid,
    },
  };
}

/** Checks that the body of a PUT names the object of the path. */
export function readReplacement(
  body: unknown,
  { type, namespace, name }: WriteTarget,
): ObjectInput {
  const input = readObject(body, type, namespace);
  if (input.metadata.name !== name) {
    throw badRequest(
      `the name of the object (${String(
        input.metadata.name,
      )}) does not match the name on the URL (${objectKey(undefined, name)})`,
    );
  }
  return pruneUnknown(input, type).object;
}
