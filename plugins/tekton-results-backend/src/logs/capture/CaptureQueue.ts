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

/** When each of many runs is to be looked at next. */
export class CaptureQueue {
  private readonly limit: number;
  private readonly dues = new Map<string, number>();

  /** @param limit - How many runs it holds at most */
  constructor(limit: number) {
    this.limit = limit;
  }

  get size(): number {
    return this.dues.size;
  }

  /**
   * Adds a run, or looks at it earlier than planned. If there is no room, it takes
   * the place of the one that is due last, which has to be found again then.
   *
   * @returns false if it is due last itself: it has to be found again later
   */
  add(uid: string, due: number): boolean {
    const planned = this.dues.get(uid);
    if (planned === undefined && this.dues.size >= this.limit) {
      const latest = this.latest();
      if (!latest || latest[1] <= due) {
        return false;
      }
      this.dues.delete(latest[0]);
    }
    this.dues.set(uid, Math.min(planned ?? due, due));
    return true;
  }

  has(uid: string): boolean {
    return this.dues.has(uid);
  }

  /** Takes runs out whose time has come, the earliest first. */
  take(now: number, count: number): string[] {
    const taken: string[] = [];
    while (taken.length < count) {
      const [uid, due] = this.earliest() ?? [];
      if (uid === undefined || due === undefined || due > now) {
        break;
      }
      this.dues.delete(uid);
      taken.push(uid);
    }
    return taken;
  }

  /** Makes all due that are not yet: what they waited for has come. */
  hasten(now: number): void {
    for (const [uid, due] of this.dues) {
      this.dues.set(uid, Math.min(due, now));
    }
  }

  /** When the next run is due; undefined if there is none. */
  nextDue(): number | undefined {
    return this.earliest()?.[1];
  }

  /** How many runs wait whose time has come. */
  overdue(now: number): number {
    let count = 0;
    for (const due of this.dues.values()) {
      count += due <= now ? 1 : 0;
    }
    return count;
  }

  /** Few are taken at a time, so that looking at all is cheaper than keeping order. */
  private earliest(): readonly [string, number] | undefined {
    let earliest: readonly [string, number] | undefined;
    for (const entry of this.dues) {
      if (earliest === undefined || entry[1] < earliest[1]) {
        earliest = entry;
      }
    }
    return earliest;
  }

  private latest(): readonly [string, number] | undefined {
    let latest: readonly [string, number] | undefined;
    for (const entry of this.dues) {
      if (latest === undefined || entry[1] > latest[1]) {
        latest = entry;
      }
    }
    return latest;
  }
}
