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

/** For how long an event waits for its run to be stored. */
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
  private readonly orphans = new Map<string, Waiting>();

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

  add(event: CapturedEvent, now: number): void {
    const key = keyOf(event);
    const since = this.fresh.get(key)?.since ?? now;
    this.orphans.delete(key);
    this.fresh.set(key, { event, since });
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
   */
  tried(
    events: readonly CapturedEvent[],
    options: { orphans: readonly CapturedEvent[]; now: number },
  ): void {
    const { now } = options;
    const orphans = new Set(options.orphans);
    for (const event of events) {
      const key = keyOf(event);
      const waiting = this.fresh.get(key) ?? this.orphans.get(key);
      // Meanwhile a later state may have come.
      if (waiting?.event === event) {
        this.fresh.delete(key);
        this.orphans.delete(key);
        if (orphans.has(event) && now - waiting.since < ORPHAN_MS) {
          // To the end, so that each has its turn.
          this.orphans.set(key, waiting);
        }
      }
    }
    while (this.orphans.size > this.maxOrphans) {
      const [oldest] = this.orphans.keys();
      this.orphans.delete(oldest);
    }
  }
}

function first(
  waiting: ReadonlyMap<string, Waiting>,
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
