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

import { DueList } from './DueList';

/**
 * Whether a run is likely to keep those waiting that come after it: its last visit
 * took long, and did not bring all of its logs.
 */
export type CaptureLane = 'quick' | 'slow';

/** When each of many runs is to be looked at next. */
export class CaptureQueue {
  private readonly limit: number;
  private readonly quick = new DueList();
  private readonly slow = new DueList();

  /** @param limit - How many runs it holds at most */
  constructor(limit: number) {
    this.limit = limit;
  }

  get size(): number {
    return this.quick.size + this.slow.size;
  }

  /**
   * Adds a run, or looks at it earlier than planned. If there is no room, it takes
   * the place of the one that is due last, which has to be found again then.
   *
   * @returns false if it is due last itself: it has to be found again later
   */
  add(uid: string, due: number, lane: CaptureLane = 'quick'): boolean {
    const planned = this.quick.dueOf(uid) ?? this.slow.dueOf(uid);
    if (planned !== undefined && planned <= due) {
      return true;
    }
    if (planned === undefined && this.size >= this.limit) {
      const latest = this.latest();
      if (!latest?.last || latest.last.due <= due) {
        return false;
      }
      latest.delete(latest.last.uid);
    }
    this.delete(uid);
    this[lane].add(uid, due);
    return true;
  }

  has(uid: string): boolean {
    return (this.quick.dueOf(uid) ?? this.slow.dueOf(uid)) !== undefined;
  }

  /**
   * Takes runs out whose time has come, the earliest first.
   *
   * @param places - How many at most, and how many slow ones among them
   */
  take(now: number, places: { all: number; slow: number }): string[] {
    const taken: string[] = [];
    let slow = 0;
    while (taken.length < places.all) {
      const list = slow < places.slow ? this.earliest() : this.quick;
      if (!list.first || list.first.due > now) {
        break;
      }
      const { uid } = list.first;
      list.delete(uid);
      taken.push(uid);
      slow += list === this.slow ? 1 : 0;
    }
    return taken;
  }

  /** Makes all due that are not yet: what they waited for has come. */
  hasten(now: number): void {
    this.quick.hasten(now);
    this.slow.hasten(now);
  }

  /** When the next run is due; undefined if there is none. */
  nextDue(lane?: CaptureLane): number | undefined {
    return (lane ? this[lane] : this.earliest()).first?.due;
  }

  /** How many runs wait whose time has come. */
  overdue(now: number): number {
    return this.quick.countUntil(now) + this.slow.countUntil(now);
  }

  private delete(uid: string): void {
    this.quick.delete(uid);
    this.slow.delete(uid);
  }

  /** Of those that are due at once, quick ones come first. */
  private earliest(): DueList {
    const { quick, slow } = this;
    return (slow.first?.due ?? Infinity) < (quick.first?.due ?? Infinity)
      ? slow
      : quick;
  }

  private latest(): DueList {
    const { quick, slow } = this;
    return (slow.last?.due ?? -Infinity) > (quick.last?.due ?? -Infinity)
      ? slow
      : quick;
  }
}
