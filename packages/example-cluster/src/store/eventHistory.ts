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

import { expired, keyOf, KubernetesObject } from '../kubernetes';

/** One change of one object. */
export interface StoreEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  version: number;
  /** For DELETED the last state, with the version of the deletion. */
  object: KubernetesObject;
  /** The state before; absent for ADDED. */
  previous?: KubernetesObject;
}

/**
 * What the server remembers of the past of one resource. `floor` is the oldest version that can
 * still be watched from or listed at; everything older is answered with 410.
 */
export class EventHistory {
  private events: StoreEvent[] = [];

  constructor(private floor: number, private readonly size: number) {}

  append(event: StoreEvent): void {
    this.events.push(event);
    // Trim in steps: dropping the first element at each write would make long histories slow.
    if (this.events.length > this.size * 1.25) {
      const dropped = this.events.length - this.size;
      this.floor = this.events[dropped - 1].version;
      this.events = this.events.slice(dropped);
    }
  }

  /** All changes after a version; 410 when some of them are forgotten. */
  since(version: number): StoreEvent[] {
    if (version < this.floor) {
      throw expired(`too old resource version: ${version} (${this.floor})`);
    }
    return this.events.slice(this.firstAfter(version));
  }

  /** Rolls the objects of now back to a version by undoing what happened since. */
  rollBack(
    current: Iterable<KubernetesObject>,
    version: number,
  ): KubernetesObject[] {
    const objects = new Map<string, KubernetesObject>();
    for (const object of current) {
      objects.set(keyOf(object), object);
    }
    for (const event of this.since(version).reverse()) {
      if (event.previous) {
        objects.set(keyOf(event.object), event.previous);
      } else {
        objects.delete(keyOf(event.object));
      }
    }
    return [...objects.values()];
  }

  /** Forgets everything up to a version. */
  compact(version: number): void {
    this.events = this.events.slice(this.firstAfter(version));
    this.floor = Math.max(this.floor, version);
  }

  get length(): number {
    return this.events.length;
  }

  private firstAfter(version: number): number {
    let low = 0;
    let high = this.events.length;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.events[middle].version > version) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
