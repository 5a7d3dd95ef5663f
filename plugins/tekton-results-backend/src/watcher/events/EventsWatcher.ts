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
import { z } from 'zod';
import {
  ClusterError,
  EVENT_RESOURCE,
  type ClusterConnection,
  type WatchEvent,
} from '../../cluster';
import { StoreError, type CapturedEvent, type EventStore } from '../../store';
import type { ResourceMonitor } from '../CaptureMonitor';
import { realClock, type Clock } from '../clock';
import { noResourceMetrics, type ResourceMetrics } from '../metrics';
import { nextStep } from '../nextStep';
import { EventQueue } from './EventQueue';
import type {
  EventsCapture,
  EventsState,
  EventsSubject,
} from './EventsCapture';
import { EVENT_FIELD_SELECTOR, parseEvent } from './parseEvent';

const LIST_PAGE_SIZE = 500;
/** Servers send no bookmarks of events, so silence tells nothing: ask anew. */
const WATCH_SECONDS = 90;
/** A server that ends each watch at once must not be asked in a tight loop. */
const MIN_WATCH_MS = 1_000;
/** Above that nothing is read until some is stored; the cluster keeps it. */
const MAX_WAITING = 2_000;
const MAX_ORPHANS = 10_000;
/** Collects the events of a run, which come in bursts, into one write. */
const FLUSH_MS = 1_000;
const EVENTS_PER_TRANSACTION = 200;
const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 10_000;
/** Controllers tell of what they did a moment after they did it. */
const SETTLE_MS = 5_000;

/**
 * Keeps the Kubernetes Events of the runs of one cluster, with one watch over
 * those of all namespaces.
 *
 * Events have no stored version: a cluster keeps them for an hour, and each start
 * lists those that there are. So a pause of less than an hour loses none, whatever
 * was waiting in memory, and events of runs that are gone by then are kept, too.
 *
 * A credential that may not read events is no fault: they are then given up, and
 * asked for now and then.
 */
export class EventsWatcher implements EventsCapture {
  private readonly cluster: string;
  private readonly connection: ClusterConnection;
  private readonly store: EventStore;
  private readonly monitor: ResourceMonitor;
  private readonly metrics: ResourceMetrics;
  private readonly logger: LoggerService;
  private readonly clock: Clock;
  private readonly queue = new EventQueue({ maxOrphans: MAX_ORPHANS });

  /** Up to which version events were read; undefined: they must be listed. */
  private version: string | undefined;
  private failures = 0;
  private hasWatched = false;
  /** Whether a watch is open, so that what happens is heard of at once. */
  private hears = false;
  /** Until when everything was heard of, while no watch is open. */
  private heardUntil = -Infinity;
  /** Why there are no events to be had, as long as nobody changes that. */
  private unavailable: string | undefined;

  constructor(options: {
    cluster: string;
    connection: ClusterConnection;
    store: EventStore;
    monitor: ResourceMonitor;
    metrics?: ResourceMetrics;
    logger: LoggerService;
    clock?: Clock;
  }) {
    this.cluster = options.cluster;
    this.connection = options.connection;
    this.store = options.store;
    this.monitor = options.monitor;
    this.metrics = options.metrics ?? noResourceMetrics;
    this.logger = options.logger;
    this.clock = options.clock ?? realClock;
    const { queue } = this;
    this.monitor.observeBacklog(() => ({
      size: queue.size,
      oldestSince: queue.oldestSince,
    }));
  }

  stateOf({ uid, finalStoredAt }: EventsSubject): EventsState {
    if (this.queue.holds(uid)) {
      return { done: false, reason: 'events of the run wait to be stored' };
    }
    if (this.unavailable) {
      return { done: true, givenUp: this.unavailable };
    }
    const heardUntil = this.hears ? this.clock.now() : this.heardUntil;
    const storedUntil = Math.min(
      heardUntil,
      this.queue.oldestSince ?? Infinity,
    );
    return storedUntil >= finalStoredAt + SETTLE_MS
      ? { done: true }
      : { done: false, reason: 'later events of the run may yet arrive' };
  }

  /** Works until the signal is aborted; never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    await Promise.all([this.read(signal), this.write(signal)]);
  }

  private async read(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.follow(signal);
      } catch (error) {
        this.stopHearing();
        if (!signal.aborted) {
          await this.recover(error, signal);
        }
      }
    }
  }

  private async follow(signal: AbortSignal): Promise<void> {
    if (this.version === undefined) {
      await this.list(signal);
    }
    while (!signal.aborted) {
      const startedAt = this.clock.now();
      await this.watch(signal);
      this.stopHearing();
      if (this.clock.now() - startedAt < MIN_WATCH_MS) {
        await this.pause(MIN_WATCH_MS, signal);
      }
    }
  }

  private async recover(error: unknown, signal: AbortSignal): Promise<void> {
    this.failures += 1;
    const step = nextStep({
      error,
      failures: this.failures,
      random: this.clock.random(),
    });
    const code = error instanceof ClusterError ? error.code : 'clusterError';
    this.metrics.failed(code);
    if (step.kind === 'relist') {
      this.version = undefined;
    }
    if (step.kind === 'renewCredential') {
      this.connection.renewCredential();
    }
    const denied = code === 'forbidden' || code === 'notInstalled';
    this.unavailable = denied ? toError(error).message : undefined;
    if (denied) {
      this.monitor.off(error);
    } else if (step.kind !== 'relist' || this.failures > 1) {
      this.monitor.failing(error);
    }
    await this.pause(step.afterMs, signal);
  }

  private async list(signal: AbortSignal): Promise<void> {
    this.monitor.listing();
    this.metrics.relisted(this.hasWatched ? 'expired' : 'start');
    let continueToken: string | undefined;
    let reached: string | undefined;
    do {
      const page = await this.connection.list({
        resource: EVENT_RESOURCE,
        fieldSelector: EVENT_FIELD_SELECTOR,
        limit: LIST_PAGE_SIZE,
        continueToken,
        signal,
      });
      reached ??= page.resourceVersion;
      continueToken = page.continueToken;
      this.metrics.eventsReceived('LISTED', page.items.length);
      this.take(page.items);
      await this.room(signal);
    } while (continueToken);
    this.version = reached;
    this.monitor.listed();
  }

  private async watch(signal: AbortSignal): Promise<void> {
    const batches = this.connection.watch({
      resource: EVENT_RESOURCE,
      fieldSelector: EVENT_FIELD_SELECTOR,
      resourceVersion: this.version ?? '',
      timeoutSeconds: WATCH_SECONDS,
      signal,
    });
    for await (const batch of batches) {
      this.failures = 0;
      this.unavailable = undefined;
      if (!this.hears) {
        this.opened();
      }
      for (const type of [
        'ADDED',
        'MODIFIED',
        'DELETED',
        'BOOKMARK',
      ] as const) {
        const { length } = batch.filter(event => event.type === type);
        if (length > 0) {
          this.metrics.eventsReceived(type, length);
        }
      }
      // Clusters forget events after a while; here they are kept.
      this.take(
        batch
          .filter(({ type }) => type === 'ADDED' || type === 'MODIFIED')
          .map(({ object }) => object),
      );
      this.version = lastVersion(batch) ?? this.version;
      await this.room(signal);
    }
  }

  private opened(): void {
    this.hears = true;
    this.monitor.watching();
    if (this.hasWatched) {
      this.metrics.reconnected();
    }
    this.hasWatched = true;
  }

  private stopHearing(): void {
    if (this.hears) {
      this.heardUntil = this.clock.now();
      this.hears = false;
    }
  }

  private take(objects: readonly unknown[]): void {
    for (const object of objects) {
      const event = parseEvent(object);
      if (event) {
        this.queue.add(event, this.clock.now());
      }
    }
    this.metrics.queued(this.queue.size);
  }

  private async room(signal: AbortSignal): Promise<void> {
    while (this.queue.size > MAX_WAITING) {
      await this.clock.sleep(FLUSH_MS, signal);
    }
  }

  private async write(signal: AbortSignal): Promise<void> {
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
    await this.record(this.queue.peekOrphans(EVENTS_PER_TRANSACTION));
    while (this.queue.size > 0 && !signal.aborted) {
      const since = this.queue.oldestSince ?? this.clock.now();
      await this.record(this.queue.peek(EVENTS_PER_TRANSACTION));
      this.monitor.received();
      this.metrics.stored({
        runs: 0,
        lagMs: Math.max(this.clock.now() - since, 0),
      });
      this.metrics.queued(this.queue.size);
    }
  }

  private async record(events: readonly CapturedEvent[]): Promise<void> {
    if (events.length === 0) {
      return;
    }
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
          await this.record([event]);
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

const versionSchema = z.object({
  metadata: z.object({ resourceVersion: z.string().min(1) }),
});

function lastVersion(events: readonly WatchEvent[]): string | undefined {
  const parsed = versionSchema.safeParse(events.at(-1)?.object);
  return parsed.success ? parsed.data.metadata.resourceVersion : undefined;
}
