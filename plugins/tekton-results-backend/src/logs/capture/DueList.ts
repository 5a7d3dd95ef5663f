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

interface DueEntry {
  readonly uid: string;
  due: number;
  /** Which of those that are due at once is first. */
  order: number;
}

/**
 * Runs by when they are due, and among those due at once by when they came. Kept
 * in order, as it is asked far more often than it is changed.
 */
export class DueList {
  private readonly entries: DueEntry[] = [];
  private readonly byUid = new Map<string, DueEntry>();
  private nextOrder = 0;

  get size(): number {
    return this.entries.length;
  }

  get first(): { readonly uid: string; readonly due: number } | undefined {
    return this.entries[0];
  }

  get last(): { readonly uid: string; readonly due: number } | undefined {
    return this.entries.at(-1);
  }

  dueOf(uid: string): number | undefined {
    return this.byUid.get(uid)?.due;
  }

  /** Adds a run that is not in the list. */
  add(uid: string, due: number): void {
    const entry = { uid, due, order: this.nextOrder };
    this.nextOrder += 1;
    this.entries.splice(this.indexOf(entry), 0, entry);
    this.byUid.set(uid, entry);
  }

  delete(uid: string): void {
    const entry = this.byUid.get(uid);
    if (entry) {
      this.entries.splice(this.indexOf(entry), 1);
      this.byUid.delete(uid);
    }
  }

  /** How many are due by then. */
  countUntil(now: number): number {
    return this.indexOf({ due: now, order: Infinity });
  }

  /** Makes all due by then. */
  hasten(now: number): void {
    for (const entry of this.entries.slice(this.countUntil(now))) {
      entry.due = now;
      entry.order = this.nextOrder;
      this.nextOrder += 1;
    }
  }

  /** The place of an entry: before it are those that come earlier. */
  private indexOf({ due, order }: Pick<DueEntry, 'due' | 'order'>): number {
    let from = 0;
    let to = this.entries.length;
    while (from < to) {
      const middle = Math.floor((from + to) / 2);
      const entry = this.entries[middle];
      if (entry.due < due || (entry.due === due && entry.order < order)) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }
}
