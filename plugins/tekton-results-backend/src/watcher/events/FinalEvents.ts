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

import { toError } from '@backstage/errors';
import { ClusterError, type ClusterConnection } from '../../cluster';
import type { CapturedEvent } from '../../store';
import type { Clock } from '../clock';
import type { EventsState, EventsSubject } from './EventsCapture';
import { listRunEvents } from './listRunEvents';

/** Controllers tell of what they did a moment after they did it. */
const SETTLE_MS = 5_000;
/** What completed so long ago has settled, whatever the clock of the cluster is. */
const MAX_CLOCK_SKEW_MS = 10 * 60_000;
/** Clusters keep events for an hour; hardly any is told to keep them longer. */
const MAX_EVENT_AGE_MS = 24 * 60 * 60_000;
/** Servers keep events in no cache, so each list costs them something. */
const MAX_LISTS_AT_ONCE = 8;
const SLOT_WAIT_MS = 2_000;
const SLOT_POLL_MS = 20;
const LIST_TIMEOUT_MS = 20_000;
/** After a failure nothing is asked for a while, whatever run it is about. */
const FAILURE_PAUSE_MS = 2_000;
/** Of so many runs it is remembered that their events were listed. */
const MAX_REMEMBERED = 10_000;

/**
 * Lists the events of each run once it is over. That brings in what no watch told:
 * events of a time when nobody watched, of a watch that was silent, and those that
 * were dropped as their run was not stored yet.
 */
export class FinalEvents {
  private readonly connection: ClusterConnection;
  private readonly store: (events: readonly CapturedEvent[]) => Promise<void>;
  private readonly clock: Clock;
  private readonly listed = new Map<string, number>();
  private underWay = 0;
  private pausedUntil = -Infinity;

  constructor(options: {
    connection: ClusterConnection;
    store: (events: readonly CapturedEvent[]) => Promise<void>;
    clock: Clock;
  }) {
    this.connection = options.connection;
    this.store = options.store;
    this.clock = options.clock;
  }

  /** Lists and stores the events of a run, unless that was done. */
  async ensureListed(
    run: EventsSubject,
    signal: AbortSignal,
  ): Promise<EventsState> {
    const now = this.clock.now();
    const completedMs = now - (run.completedAt ?? now);
    const from =
      completedMs > MAX_CLOCK_SKEW_MS
        ? -Infinity
        : run.lastStoredAt + SETTLE_MS;
    const listedAt = this.listed.get(run.uid);
    const isListed = listedAt !== undefined && listedAt >= from;
    if (isListed || completedMs > MAX_EVENT_AGE_MS) {
      return { done: true };
    }
    if (now < from) {
      return late('later events of the run may yet arrive');
    }
    if (now < this.pausedUntil || !(await this.takeSlot(signal))) {
      return late('the cluster is yet to be asked for events of the run');
    }
    try {
      await this.store(
        await listRunEvents(
          this.connection,
          run,
          AbortSignal.any([signal, AbortSignal.timeout(LIST_TIMEOUT_MS)]),
        ),
      );
      this.remember(run.uid, now);
      return { done: true };
    } catch (error) {
      signal.throwIfAborted();
      return this.failed(error);
    } finally {
      this.underWay -= 1;
    }
  }

  /** Waits for a moment until few lists are under way; false if they are many. */
  private async takeSlot(signal: AbortSignal): Promise<boolean> {
    const giveUpAt = this.clock.now() + SLOT_WAIT_MS;
    while (this.underWay >= MAX_LISTS_AT_ONCE) {
      if (this.clock.now() >= giveUpAt) {
        return false;
      }
      await this.clock.sleep(SLOT_POLL_MS, signal);
    }
    this.underWay += 1;
    return true;
  }

  private failed(error: unknown): EventsState {
    const { message } = toError(error);
    if (!(error instanceof ClusterError)) {
      return late(message);
    }
    if (error.code === 'forbidden' || error.code === 'notInstalled') {
      return { done: true, givenUp: message };
    }
    if (error.status === 401) {
      this.connection.renewCredential();
    }
    this.pausedUntil =
      this.clock.now() + Math.max(error.retryAfterMs ?? 0, FAILURE_PAUSE_MS);
    return late(message);
  }

  private remember(uid: string, at: number): void {
    // At the end of the map, as the first ones are forgotten first.
    this.listed.delete(uid);
    this.listed.set(uid, at);
    if (this.listed.size > MAX_REMEMBERED) {
      const [[oldest]] = this.listed;
      this.listed.delete(oldest);
    }
  }
}

function late(reason: string): EventsState {
  return { done: false, reason };
}
