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

/** Of what there is room for, so much is kept when there is no more room. */
const KEPT_SHARE = 0.9;

/**
 * When each of many runs is to be looked at next; the earliest first. When it is
 * full, it lets go of what is due last.
 */
export class StewardQueue {
  private readonly limit: number;
  private readonly dues = new Map<string, number>();
  /** A binary heap; entries that the map no longer confirms are skipped. */
  private readonly heap: Array<{ uid: string; due: number }> = [];

  /** @param limit - How many runs it holds at most */
  constructor(limit: number) {
    this.limit = limit;
  }

  get size(): number {
    return this.dues.size;
  }

  has(uid: string): boolean {
    return this.dues.has(uid);
  }

  /** Whether so many runs are due by a time. */
  hasDue(count: number, now: number): boolean {
    let due = 0;
    if (this.dues.size >= count) {
      for (const time of this.dues.values()) {
        due += time <= now ? 1 : 0;
      }
    }
    return due >= count;
  }

  /**
   * Adds a run, or looks at it earlier than planned.
   *
   * @returns if there is no room: when the first of those is due that were let go,
   * and that have to be found again by then
   */
  add(uid: string, due: number): number | undefined {
    const planned = this.dues.get(uid);
    if (planned !== undefined && planned <= due) {
      return undefined;
    }
    this.dues.set(uid, due);
    this.push({ uid, due });
    return this.dues.size > this.limit ? this.letGo() : undefined;
  }

  clear(): void {
    this.dues.clear();
    this.heap.length = 0;
  }

  /** Takes runs out whose time has come, the earliest first. */
  take(now: number, count: number): string[] {
    const taken: string[] = [];
    while (taken.length < count) {
      const first = this.first();
      if (!first || first.due > now) {
        break;
      }
      this.pop();
      this.dues.delete(first.uid);
      taken.push(first.uid);
    }
    return taken;
  }

  /** When the next run is due; undefined if there is none. */
  nextDue(): number | undefined {
    return this.first()?.due;
  }

  /** Some at once, as it has to sort them for that. */
  private letGo(): number {
    const sorted = [...this.dues]
      .map(([uid, due]) => ({ uid, due }))
      .sort((a, b) => a.due - b.due);
    const kept = Math.ceil(this.limit * KEPT_SHARE);
    const { due } = sorted[kept];
    this.clear();
    for (const entry of sorted.slice(0, kept)) {
      this.dues.set(entry.uid, entry.due);
      // In this order they are a heap.
      this.heap.push(entry);
    }
    return due;
  }

  /** The top of the heap, without entries that were replaced by earlier ones. */
  private first(): { uid: string; due: number } | undefined {
    for (;;) {
      const [top] = this.heap;
      if (!top || this.dues.get(top.uid) === top.due) {
        return top;
      }
      this.pop();
    }
  }

  private push(entry: { uid: string; due: number }): void {
    const { heap } = this;
    let at = heap.length;
    heap.push(entry);
    while (at > 0) {
      const parent = Math.floor((at - 1) / 2);
      if (heap[parent].due <= entry.due) {
        break;
      }
      heap[at] = heap[parent];
      at = parent;
    }
    heap[at] = entry;
  }

  private pop(): void {
    const { heap } = this;
    const last = heap.pop();
    if (!last || heap.length === 0) {
      return;
    }
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) {
        break;
      }
      if (child + 1 < heap.length && heap[child + 1].due < heap[child].due) {
        child += 1;
      }
      if (heap[child].due >= last.due) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = last;
  }
}
