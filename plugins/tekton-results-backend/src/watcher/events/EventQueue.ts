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

import type { CapturedEvent } from '../../store';

/** An event that waits, and since when (ms since 1970, UTC). */
interface Waiting {
  readonly event: CapturedEvent;
  readonly since: number;
}

/** An event that was tried in vain, and when first (ms since 1970, UTC). */
interface Orphan {
  readonly event: CapturedEvent;
  readonly orphanSince: number;
}

/**
 * For how long an event waits for its run to be stored: from the first try, as
 * the database may have been away for longer than that.
 */
const ORPHAN_MS = 10 * 60_000;

/**
 * Events that are to be stored, each in its last state.
 *
 * An event may arrive before its run, or before the run is known to have the pod
 * that the event is about. Such *orphans* wait for a while, and are tried again.
 */
export class EventQueue {
  private readonly maxOrphans: number;
  private readonly fresh = new Map<string, Waiting>();
  private readonly orphans = new Map<string, Orphan>();
  /** How many events wait, by the uid of what they are about. */
  private readonly waiting = new Map<string, number>();

  /** @param options - `maxOrphans`: above that the oldest are dropped */
  constructor(options: { maxOrphans: number }) {
    this.maxOrphans = options.maxOrphans;
  }

  /** How many events have not been tried to be stored. */
  get size(): number {
    return this.fresh.size;
  }

  /** Since when the oldest of them waits. */
  get oldestSince(): number | undefined {
    const [oldest] = this.fresh.values();
    return oldest?.since;
  }

  /** Whether an event about the object of that uid waits, as an orphan or not. */
  holds(uid: string): boolean {
    return this.waiting.has(uid);
  }

  add(event: CapturedEvent, now: number): void {
    const key = keyOf(event);
    const since = this.fresh.get(key)?.since ?? now;
    this.forget(this.orphans, key);
    this.keep(this.fresh, key, { event, since });
  }

  /** The events that are to be tried now, the oldest first. They stay. */
  peek(limit: number): readonly CapturedEvent[] {
    return first(this.fresh, limit);
  }

  /** Orphans to be tried again. They stay. */
  peekOrphans(limit: number): readonly CapturedEvent[] {
    return first(this.orphans, limit);
  }

  /**
   * Events were tried.
   *
   * @param options - `orphans`: those of them whose run is not stored
   * @returns the events that are given up: no run was stored for too long, or
   *   too many events wait for one
   */
  tried(
    events: readonly CapturedEvent[],
    options: { orphans: readonly CapturedEvent[]; now: number },
  ): readonly CapturedEvent[] {
    const { now } = options;
    const dropped: CapturedEvent[] = [];
    const orphans = new Set(options.orphans);
    for (const event of events) {
      const key = keyOf(event);
      const orphan = this.orphans.get(key);
      const held = this.fresh.get(key) ?? orphan;
      // Meanwhile a later state may have come.
      if (held?.event === event) {
        const orphanSince = orphan?.orphanSince ?? now;
        this.forget(this.fresh, key);
        this.forget(this.orphans, key);
        if (orphans.has(event) && now - orphanSince < ORPHAN_MS) {
          // To the end, so that each has its turn.
          this.keep(this.orphans, key, { event, orphanSince });
        } else if (orphans.has(event)) {
          dropped.push(event);
        }
      }
    }
    while (this.orphans.size > this.maxOrphans) {
      const [[key, { event }]] = this.orphans;
      this.forget(this.orphans, key);
      dropped.push(event);
    }
    return dropped;
  }

  private keep<T extends { readonly event: CapturedEvent }>(
    events: Map<string, T>,
    key: string,
    entry: T,
  ): void {
    const earlier = events.get(key);
    if (earlier) {
      this.count(earlier.event, -1);
    }
    // An event that is there already keeps its place.
    events.set(key, entry);
    this.count(entry.event, 1);
  }

  private forget(
    events: Map<string, { readonly event: CapturedEvent }>,
    key: string,
  ): void {
    const entry = events.get(key);
    if (entry) {
      events.delete(key);
      this.count(entry.event, -1);
    }
  }

  private count({ subject: { uid } }: CapturedEvent, change: 1 | -1): void {
    const count = (this.waiting.get(uid) ?? 0) + change;
    if (count > 0) {
      this.waiting.set(uid, count);
    } else {
      this.waiting.delete(uid);
    }
  }
}

function first(
  waiting: ReadonlyMap<string, { readonly event: CapturedEvent }>,
  limit: number,
): CapturedEvent[] {
  const events: CapturedEvent[] = [];
  for (const { event } of waiting.values()) {
    if (events.length >= limit) {
      break;
    }
    events.push(event);
  }
  return events;
}

function keyOf({ item, subject }: CapturedEvent): string {
  const { metadata } = item;
  return `${subject.namespace}/${JSON.stringify(metadata)}`;
}
