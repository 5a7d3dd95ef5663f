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

import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { chunked } from '../../chunked';
import {
  StoreError,
  type CapturedEvent,
  type CapturedRun,
  type EventStore,
} from '../../store';
import type { ResourceMonitor } from '../CaptureMonitor';
import type { Clock } from '../clock';
import type { ResourceMetrics } from '../metrics';
import { EventQueue } from './EventQueue';

/** Above that nothing is read until some is stored; the cluster keeps it. */
const MAX_WAITING = 2_000;
/** About 15 MB. */
const MAX_ORPHANS = 10_000;
/** Collects the events of a run, which come in bursts, into one write. */
const FLUSH_MS = 1_000;
const EVENTS_PER_TRANSACTION = 200;
const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 10_000;

/**
 * Stores events as they come, those of a run that is not stored yet when it is.
 */
export class EventRecorder {
  private readonly cluster: string;
  private readonly store: EventStore;
  private readonly monitor: ResourceMonitor;
  private readonly metrics: ResourceMetrics;
  private readonly logger: LoggerService;
  private readonly clock: Clock;
  private readonly queue: EventQueue;

  constructor(options: {
    cluster: string;
    store: EventStore;
    /** See {@link EventQueue}. */
    waitsForRun?: (event: CapturedEvent) => boolean;
    monitor: ResourceMonitor;
    metrics: ResourceMetrics;
    logger: LoggerService;
    clock: Clock;
  }) {
    this.cluster = options.cluster;
    this.store = options.store;
    this.monitor = options.monitor;
    this.metrics = options.metrics;
    this.logger = options.logger;
    this.clock = options.clock;
    const { waitsForRun } = options;
    const queue = new EventQueue({ maxOrphans: MAX_ORPHANS, waitsForRun });
    this.queue = queue;
    this.monitor.observeBacklog(() => ({
      size: queue.size,
      oldestSince: queue.oldestSince,
    }));
  }

  /** Events were read. Returns at once. */
  add(events: readonly CapturedEvent[]): void {
    for (const event of events) {
      this.queue.add(event, this.clock.now());
    }
    this.metrics.queued(this.queue.size);
  }

  /** Runs were stored: what waits about them is stored soon. */
  runsStored(runs: readonly CapturedRun[]): void {
    const now = this.clock.now();
    for (const { facts, podName } of runs) {
      const { uid, namespace, name } = facts;
      // Tekton's name for it, as long as the run does not tell.
      this.queue.stored(
        { uid, namespace, pods: [podName ?? `${name}-pod`] },
        now,
      );
    }
  }

  /** Waits until more may be read. */
  async room(signal: AbortSignal): Promise<void> {
    while (this.queue.size > MAX_WAITING) {
      await this.clock.sleep(FLUSH_MS, signal);
    }
  }

  /**
   * Stores all that waits about a run that is stored.
   *
   * @throws StoreError if the database is away
   */
  async flushAbout(run: {
    uid: string;
    namespace: string;
    pods: readonly string[];
  }): Promise<void> {
    await this.record(this.queue.about(run));
  }

  /**
   * Stores events now, but for those whose run is not stored.
   *
   * @throws StoreError if the database is away
   */
  async record(events: readonly CapturedEvent[]): Promise<void> {
    for (const some of chunked(events, EVENTS_PER_TRANSACTION)) {
      await this.recordChunk(some);
    }
  }

  /** Stores what comes until the signal is aborted; never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted; ) {
      await this.pause(
        failures === 0
          ? FLUSH_MS
          : Math.min(FIRST_DELAY_MS * 2 ** failures, MAX_DELAY_MS),
        signal,
      );
      try {
        await this.flush(signal);
        if (failures > 0) {
          failures = 0;
          this.monitor.storing();
        }
      } catch (error) {
        failures += 1;
        this.monitor.notStoring(error);
        this.logger.error('Storing events failed; trying again', {
          error: toError(error).message,
        });
      }
    }
  }

  private async flush(signal: AbortSignal): Promise<void> {
    await this.flushOrphans(signal);
    while (this.queue.size > 0 && !signal.aborted) {
      const since = this.queue.oldestSince ?? this.clock.now();
      await this.record(this.queue.peek(EVENTS_PER_TRANSACTION));
      const lagMs = Math.max(this.clock.now() - since, 0);
      this.monitor.received(lagMs);
      this.metrics.stored({ runs: 0, lagMs });
      this.metrics.queued(this.queue.size);
    }
  }

  /** All whose time has come: they may be those of many runs. */
  private async flushOrphans(signal: AbortSignal): Promise<void> {
    const now = this.clock.now();
    for (let left = MAX_ORPHANS; left > 0 && !signal.aborted; ) {
      // Those that are tried in vain are due later.
      const orphans = this.queue.peekOrphans(EVENTS_PER_TRANSACTION, now);
      await this.record(orphans);
      left = orphans.length > 0 ? left - orphans.length : 0;
    }
  }

  private async recordChunk(events: readonly CapturedEvent[]): Promise<void> {
    try {
      const orphans = await this.store.record(this.cluster, events);
      const now = this.clock.now();
      this.dropped(this.queue.tried(events, { orphans, now }));
    } catch (error) {
      if (!(error instanceof StoreError && error.refused)) {
        throw error;
      }
      if (events.length > 1) {
        for (const event of events) {
          await this.recordChunk([event]);
        }
        return;
      }
      const [{ subject }] = events;
      this.queue.tried(events, { orphans: [], now: this.clock.now() });
      this.metrics.eventsDropped(1);
      this.logger.error(
        `An event of ${subject.kind} ${subject.namespace}/${subject.name} cannot be stored`,
        { error: toError(error).message },
      );
    }
  }

  private dropped(events: readonly CapturedEvent[]): void {
    if (events.length === 0) {
      return;
    }
    this.metrics.eventsDropped(events.length);
    // Usual where not every run is archived: nothing that an operator must read.
    this.logger.debug('Events were dropped, as no run of theirs is stored', {
      count: events.length,
    });
  }

  private async pause(ms: number, signal: AbortSignal): Promise<void> {
    await this.clock.sleep(ms, signal).catch(error => {
      if (!signal.aborted) {
        throw error;
      }
    });
  }
}
