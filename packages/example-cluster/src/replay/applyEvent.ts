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

import { KubernetesObject, RESOURCES, ResourceName } from '../kubernetes';
import { ObjectStore } from '../store';

/** An event that is ready to be played. */
export interface PlayedEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  resource: ResourceName;
  object: KubernetesObject;
}

/**
 * Does to the store what the recorded event says, beside what clients did to the object meanwhile:
 * their labels, annotations and finalizers stay. Events about an object that a client deleted, or
 * that has the name of another one, do nothing: a controller does not bring back what is gone.
 */
export function applyEvent(
  store: ObjectStore,
  event: PlayedEvent,
  /** The object as the recording had it before. */
  before: KubernetesObject | undefined,
): void {
  const type = RESOURCES[event.resource];
  const { object } = event;
  const { namespace, name, uid } = object.metadata;
  const current = store.find(type, namespace, name);
  if (event.type === 'ADDED') {
    if (!current) {
      store.insert(type, object);
    }
    return;
  }
  if (current?.metadata.uid !== uid) {
    return;
  }
  if (event.type === 'DELETED') {
    store.delete(type, namespace, name, { uid });
    return;
  }
  store.overwrite(type, mergeRecorded(current, before ?? current, object));
}

/** Lays the recorded change from `before` to `after` over the stored object. */
function mergeRecorded(
  current: KubernetesObject,
  before: KubernetesObject,
  after: KubernetesObject,
): KubernetesObject {
  const specChanged =
    JSON.stringify(before.spec) !== JSON.stringify(after.spec);
  const { metadata } = current;
  const applied = (metadata.managedFields ?? []).filter(
    entry => entry.operation === 'Apply',
  );
  return {
    ...after,
    ...(specChanged || current.spec === undefined
      ? {}
      : { spec: current.spec }),
    metadata: {
      ...after.metadata,
      creationTimestamp: metadata.creationTimestamp,
      generateName: metadata.generateName,
      ownerReferences: metadata.ownerReferences,
      generation: Math.max(
        metadata.generation ?? 0,
        after.metadata.generation ?? 0,
      ),
      labels: mergeMaps(
        metadata.labels,
        before.metadata.labels,
        after.metadata.labels,
      ),
      annotations: mergeMaps(
        metadata.annotations,
        before.metadata.annotations,
        after.metadata.annotations,
      ),
      finalizers: mergeLists(
        metadata.finalizers,
        before.metadata.finalizers,
        after.metadata.finalizers,
      ),
      deletionTimestamp:
        after.metadata.deletionTimestamp ?? metadata.deletionTimestamp,
      deletionGracePeriodSeconds:
        after.metadata.deletionGracePeriodSeconds ??
        metadata.deletionGracePeriodSeconds,
      managedFields: [...(after.metadata.managedFields ?? []), ...applied],
    },
  };
}

type Texts = Record<string, string>;

function mergeMaps(
  current: Texts = {},
  before: Texts = {},
  after: Texts = {},
): Texts | undefined {
  const result = { ...current };
  for (const key of Object.keys(before)) {
    if (!Object.hasOwn(after, key)) {
      delete result[key];
    }
  }
  for (const [key, value] of Object.entries(after)) {
    if (before[key] !== value || !Object.hasOwn(result, key)) {
      result[key] = value;
    }
  }
  return Object.keys(result).length > 0 ? result : undefined;
}

function mergeLists(
  current: string[] = [],
  before: string[] = [],
  after: string[] = [],
): string[] | undefined {
  const kept = current.filter(
    item => after.includes(item) || !before.includes(item),
  );
  const result = [...new Set([...kept, ...after])];
  return result.length > 0 ? result : undefined;
}
