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

import { randomUUID } from 'node:crypto';
import {
  alreadyExists,
  apiVersionOf,
  conflict,
  isJsonObject,
  JsonObject,
  keyOf,
  KubernetesObject,
  notFound,
  objectKey,
  ObjectInput,
  resourceOfKind,
  RESOURCES,
  ResourceType,
} from '../kubernetes';
import { EventHistory, StoreEvent } from './eventHistory';
import { prepareUpdate } from './updates';

/** Settings of an {@link ObjectStore}. */
export interface ObjectStoreOptions {
  /** The version before the first write; default: the clock in milliseconds, so that a restarted server is always ahead. */
  initialVersion?: number;
  /** How many changes per resource are remembered for watches; default 2,000. */
  historySize?: number;
  /** Milliseconds since 1970; default `Date.now`. */
  now?: () => number;
}

/** What happens to the objects that a deleted one owns. */
export type Propagation = 'Background' | 'Foreground' | 'Orphan';

/** Conditions and manner of a delete. */
export interface DeleteOptions {
  uid?: string;
  resourceVersion?: string;
  propagation?: Propagation;
}

/** Finalizer that keeps an owner until what it owns is gone. */
export const FOREGROUND_FINALIZER = 'foregroundDeletion';

interface Shelf {
  type: ResourceType;
  objects: Map<string, KubernetesObject>;
  sorted?: KubernetesObject[];
  history: EventHistory;
  listeners: Set<(event: StoreEvent) => void>;
}

/**
 * All objects of the cluster, with one version counter for all of them as in etcd.
 * Stored objects are shared with the history and with readers and must not be changed.
 */
export class ObjectStore {
  private readonly shelves = new Map<ResourceType, Shelf>();
  private counter: number;
  private readonly changeListeners = new Set<
    (type: ResourceType, event: StoreEvent) => void
  >();
  readonly now: () => number;

  constructor(options: ObjectStoreOptions = {}) {
    this.now = options.now ?? Date.now;
    this.counter = options.initialVersion ?? this.now();
    for (const type of Object.values(RESOURCES)) {
      this.shelves.set(type, {
        type,
        objects: new Map(),
        history: new EventHistory(this.counter, options.historySize ?? 2_000),
        listeners: new Set(),
      });
    }
  }

  /** The version of the latest write, of any object. */
  get version(): number {
    return this.counter;
  }

  /** The time now in the form that Kubernetes uses. */
  timestamp(): string {
    return `${new Date(this.now()).toISOString().slice(0, 19)}Z`;
  }

  /** All objects in the order of their keys. */
  list(type: ResourceType): readonly KubernetesObject[] {
    const shelf = this.shelf(type);
    shelf.sorted ??= sortByKey([...shelf.objects.values()]);
    return shelf.sorted;
  }

  /** The objects as they were at a version; 410 when that is forgotten. */
  listAt(type: ResourceType, version: number): readonly KubernetesObject[] {
    const shelf = this.shelf(type);
    if (shelf.history.since(version).length === 0) {
      return this.list(type);
    }
    return sortByKey(shelf.history.rollBack(shelf.objects.values(), version));
  }

  find(
    type: ResourceType,
    namespace: string | undefined,
    name: string,
  ): KubernetesObject | undefined {
    return this.shelf(type).objects.get(objectKey(namespace, name));
  }

  /** Like {@link ObjectStore.find}, with 404 for what is not there. */
  get(
    type: ResourceType,
    namespace: string | undefined,
    name: string,
  ): KubernetesObject {
    const object = this.find(type, namespace, name);
    if (!object) {
      throw notFound(type, name);
    }
    return object;
  }

  /** Stores a new object with a fresh identity, as a client's POST does. */
  create(type: ResourceType, input: ObjectInput): KubernetesObject {
    const { status, ...rest } = input;
    const name =
      input.metadata.name ||
      `${input.metadata.generateName ?? ''}${randomUUID().slice(0, 5)}`;
    return this.insert(type, {
      ...rest,
      // A status comes only through its own path, where there is one.
      ...(type.status === 'none' && status !== undefined ? { status } : {}),
      apiVersion: apiVersionOf(type),
      kind: type.kind,
      metadata: {
        ...input.metadata,
        name,
        uid: randomUUID(),
        resourceVersion: '',
        creationTimestamp: this.timestamp(),
        deletionTimestamp: undefined,
        deletionGracePeriodSeconds: undefined,
        generation: 1,
      },
    } as KubernetesObject);
  }

  /** Stores an object as it is, with its own uid, times and status; only the version is ours. */
  insert(type: ResourceType, object: KubernetesObject): KubernetesObject {
    const shelf = this.shelf(type);
    if (shelf.objects.has(keyOf(object))) {
      throw alreadyExists(type, object.metadata.name);
    }
    return this.write(shelf, object, undefined);
  }

  /** Stores whole objects of any known kind, over what has the same name. */
  import(objects: Iterable<JsonObject>): void {
    for (const object of objects) {
      const { apiVersion, kind, metadata } = object;
      const type = resourceOfKind(String(apiVersion), String(kind));
      if (!type || !isJsonObject(metadata)) {
        throw new Error(
          `The example cluster does not know ${apiVersion} ${kind}`,
        );
      }
      const whole = object as KubernetesObject;
      const shelf = this.shelf(type);
      this.write(shelf, whole, shelf.objects.get(keyOf(whole)));
    }
  }

  /** A client's write. The last finalizer of a deleted object gone means that the object is gone. */
  update(
    type: ResourceType,
    namespace: string | undefined,
    name: string,
    next: ObjectInput,
    subresource?: 'status',
  ): KubernetesObject {
    const shelf = this.shelf(type);
    const current = this.get(type, namespace, name);
    const result = prepareUpdate({ type, current, next, subresource });
    if (result === current) {
      return current;
    }
    if (isReleased(result)) {
      // As the real server: no MODIFIED, and the reply still has the version before the deletion.
      this.remove(shelf, result);
      return result;
    }
    return this.write(shelf, result, current);
  }

  /** Puts a state in place of the stored one without the rules for clients; for the replay. */
  overwrite(type: ResourceType, object: KubernetesObject): KubernetesObject {
    const current = this.get(
      type,
      object.metadata.namespace,
      object.metadata.name,
    );
    return this.write(this.shelf(type), object, current);
  }

  /** Deletes, or marks as deleted while there are finalizers. Tells which of both. */
  delete(
    type: ResourceType,
    namespace: string | undefined,
    name: string,
    options: DeleteOptions = {},
  ): { object: KubernetesObject; removed: boolean } {
    const shelf = this.shelf(type);
    const current = this.get(type, namespace, name);
    checkDelete(type, current, options);
    const finalizers = (current.metadata.finalizers ?? []).concat(
      options.propagation === 'Foreground' &&
        !current.metadata.deletionTimestamp
        ? [FOREGROUND_FINALIZER]
        : [],
    );
    if (finalizers.length === 0) {
      this.remove(shelf, current);
      return { object: current, removed: true };
    }
    if (current.metadata.deletionTimestamp) {
      return { object: current, removed: false };
    }
    const marked: KubernetesObject = {
      ...current,
      metadata: {
        ...current.metadata,
        finalizers,
        deletionTimestamp: this.timestamp(),
        deletionGracePeriodSeconds: 0,
        generation: (current.metadata.generation ?? 0) + 1,
      },
    };
    return { object: this.write(shelf, marked, current), removed: false };
  }

  /** Changes after a version, oldest first; 410 when forgotten. */
  eventsSince(type: ResourceType, version: number): StoreEvent[] {
    return this.shelf(type).history.since(version);
  }

  /** Calls back for each later change of one resource; gives the function that ends it. */
  subscribe(
    type: ResourceType,
    listener: (event: StoreEvent) => void,
  ): () => void {
    const { listeners } = this.shelf(type);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** Calls back for each later change of anything. */
  onChange(
    listener: (type: ResourceType, event: StoreEvent) => void,
  ): () => void {
    this.changeListeners.add(listener);
    return () => this.changeListeners.delete(listener);
  }

  /** Forgets the past, as compaction and a restart do. */
  compact(): void {
    for (const shelf of this.shelves.values()) {
      shelf.history.compact(this.counter);
    }
  }

  /** How many objects there are of each resource. */
  counts(): Record<string, number> {
    return Object.fromEntries(
      [...this.shelves.values()].map(shelf => [
        shelf.type.resource,
        shelf.objects.size,
      ]),
    );
  }

  private shelf(type: ResourceType): Shelf {
    const shelf = this.shelves.get(type);
    if (!shelf) {
      throw new Error(`The example cluster has no resource ${type.resource}`);
    }
    return shelf;
  }

  private write(
    shelf: Shelf,
    object: KubernetesObject,
    previous: KubernetesObject | undefined,
  ): KubernetesObject {
    const stored = this.withNextVersion(object);
    shelf.objects.set(keyOf(stored), stored);
    this.publish(shelf, {
      type: previous ? 'MODIFIED' : 'ADDED',
      version: this.counter,
      object: stored,
      previous,
    });
    return stored;
  }

  private remove(shelf: Shelf, object: KubernetesObject): void {
    const previous = shelf.objects.get(keyOf(object));
    shelf.objects.delete(keyOf(object));
    this.publish(shelf, {
      type: 'DELETED',
      object: this.withNextVersion(object),
      version: this.counter,
      previous,
    });
  }

  private withNextVersion(object: KubernetesObject): KubernetesObject {
    this.counter += 1;
    return {
      ...object,
      metadata: {
        ...object.metadata,
        resourceVersion: String(this.counter),
      },
    };
  }

  private publish(shelf: Shelf, event: StoreEvent): void {
    shelf.sorted = undefined;
    shelf.history.append(event);
    for (const listener of [...shelf.listeners]) {
      listener(event);
    }
    for (const listener of [...this.changeListeners]) {
      listener(shelf.type, event);
    }
  }
}

function sortByKey(objects: KubernetesObject[]): KubernetesObject[] {
  const keyed = objects.map(object => ({ key: keyOf(object), object }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : 1));
  return keyed.map(({ object }) => object);
}

function isReleased(object: KubernetesObject): boolean {
  return (
    object.metadata.deletionTimestamp !== undefined &&
    !object.metadata.finalizers?.length
  );
}

function checkDelete(
  type: ResourceType,
  current: KubernetesObject,
  options: DeleteOptions,
) {
  const { name, uid, resourceVersion } = current.metadata;
  if (options.uid && options.uid !== uid) {
    throw conflict(
      type,
      name,
      `Precondition failed: UID in precondition: ${options.uid}, UID in object meta: ${uid}`,
    );
  }
  if (options.resourceVersion && options.resourceVersion !== resourceVersion) {
    throw conflict(
      type,
      name,
      `Precondition failed: ResourceVersion in precondition: ${options.resourceVersion}, ResourceVersion in object meta: ${resourceVersion}`,
    );
  }
}
