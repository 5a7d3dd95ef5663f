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
  KubernetesObject,
  ObjectInput,
  RESOURCES,
  ResourceType,
} from '../kubernetes';
import { FOREGROUND_FINALIZER, ObjectStore } from './objectStore';

const ALL_TYPES: ResourceType[] = Object.values(RESOURCES);

/** How many removed owners are remembered for children that come late. */
const MAX_GONE = 50_000;

/**
 * Deletes what is owned only by objects that are gone, a moment after they went, as the garbage
 * collector of Kubernetes does. An owner deleted in the foreground waits for what it owns.
 */
export class GarbageCollector {
  static start(store: ObjectStore): GarbageCollector {
    const collector = new GarbageCollector(store);
    collector.stopListening = store.onChange((type, event) => {
      const { metadata } = event.object;
      if (event.type === 'DELETED') {
        collector.forget(event.object);
        collector.noteGone(metadata.uid);
        collector.schedule();
        return;
      }
      if (event.type === 'ADDED') {
        collector.remember(type, event.object);
      }
      const waits = metadata.finalizers?.includes(FOREGROUND_FINALIZER);
      if (waits && metadata.deletionTimestamp) {
        collector.waiting.set(metadata.uid, { type, object: event.object });
        collector.schedule();
      }
      if (metadata.ownerReferences?.some(o => collector.gone.has(o.uid))) {
        collector.schedule();
      }
    });
    for (const type of ALL_TYPES) {
      for (const object of store.list(type)) {
        collector.remember(type, object);
      }
    }
    return collector;
  }

  /** Owner uid to the keys of what it owns. */
  private readonly owned = new Map<
    string,
    Map<string, { type: ResourceType; object: KubernetesObject }>
  >();
  private readonly gone = new Set<string>();
  private readonly waiting = new Map<
    string,
    { type: ResourceType; object: KubernetesObject }
  >();
  private stopListening: () => void = () => {};
  private timer: NodeJS.Immediate | undefined;

  private constructor(private readonly store: ObjectStore) {}

  /** Takes an object's name off everything it owns, so that its deletion leaves them alone. */
  orphan(owner: KubernetesObject): void {
    for (const { type, object } of this.childrenOf(owner.metadata.uid)) {
      const ownerReferences = object.metadata.ownerReferences?.filter(
        reference => reference.uid !== owner.metadata.uid,
      );
      this.store.update(type, object.metadata.namespace, object.metadata.name, {
        ...object,
        metadata: {
          ...object.metadata,
          ownerReferences: ownerReferences?.length
            ? ownerReferences
            : undefined,
        },
      });
    }
    this.owned.delete(owner.metadata.uid);
  }

  stop(): void {
    this.stopListening();
    clearImmediate(this.timer);
  }

  private remember(type: ResourceType, object: KubernetesObject) {
    for (const { uid } of object.metadata.ownerReferences ?? []) {
      const children = this.owned.get(uid) ?? new Map();
      children.set(object.metadata.uid, { type, object });
      this.owned.set(uid, children);
    }
  }

  private forget(object: KubernetesObject) {
    for (const { uid } of object.metadata.ownerReferences ?? []) {
      const children = this.owned.get(uid);
      children?.delete(object.metadata.uid);
      if (children?.size === 0) {
        this.owned.delete(uid);
      }
    }
  }

  private noteGone(uid: string) {
    this.gone.add(uid);
    if (this.gone.size > MAX_GONE) {
      const [oldest] = this.gone;
      this.gone.delete(oldest);
    }
  }

  private schedule() {
    this.timer ??= setImmediate(() => {
      this.timer = undefined;
      this.collect();
    });
  }

  private collect() {
    for (const uid of [...this.owned.keys()]) {
      const children = this.gone.has(uid) ? this.childrenOf(uid) : [];
      for (const child of children) {
        const owners = child.object.metadata.ownerReferences ?? [];
        if (owners.every(owner => this.gone.has(owner.uid))) {
          this.delete(child);
        }
      }
    }
    for (const [uid, owner] of this.waiting) {
      const children = this.childrenOf(uid);
      children.forEach(child => this.delete(child));
      if (this.childrenOf(uid).length === 0) {
        this.waiting.delete(uid);
        this.release(owner);
      }
    }
  }

  private childrenOf(uid: string) {
    return [...(this.owned.get(uid)?.values() ?? [])].flatMap(
      ({ type, object }) => {
        const { namespace, name } = object.metadata;
        const now = this.store.find(type, namespace, name);
        return now?.metadata.uid === object.metadata.uid
          ? [{ type, object: now }]
          : [];
      },
    );
  }

  private delete(child: { type: ResourceType; object: KubernetesObject }) {
    const { namespace, name } = child.object.metadata;
    this.store.delete(child.type, namespace, name);
  }

  private release(owner: { type: ResourceType; object: KubernetesObject }) {
    const { namespace, name, uid } = owner.object.metadata;
    const now = this.store.find(owner.type, namespace, name);
    if (now?.metadata.uid !== uid) {
      return;
    }
    const next: ObjectInput = {
      ...now,
      metadata: {
        ...now.metadata,
        finalizers: now.metadata.finalizers?.filter(
          finalizer => finalizer !== FOREGROUND_FINALIZER,
        ),
      },
    };
    this.store.update(owner.type, namespace, name, next);
  }
}
