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
  withinNamespace,
  type ClusterConnection,
  type WatchEvent,
} from '../../cluster';
import type { CapturedEvent, CapturedRun, EventStore } from '../../store';
import type { ResourceMonitor } from '../CaptureMonitor';
import { realClock, type Clock } from '../clock';
import { isAhead } from '../isAhead';
import {
  noResourceMetrics,
  type RelistReason,
  type ResourceMetrics,
} from '../metrics';
import { nextStep } from '../nextStep';
import { EventRecorder } from './EventRecorder';
import type {
  EventsCapture,
  EventsState,
  EventsSubject,
} from './EventsCapture';
import { FinalEvents } from './FinalEvents';
import { EVENT_FIELD_SELECTOR, parseEvent } from './parseEvent';

const LIST_PAGE_SIZE = 500;
/** Servers send no bookmarks of events, so silence tells nothing: ask anew. */
const WATCH_SECONDS = 90;
/** A server that ends each watch at once must not be asked in a tight loop. */
const MIN_WATCH_MS = 1_000;

/**
 * Keeps the Kubernetes Events of the runs of one cluster, with one watch over
 * those of all namespaces, or of one.
 *
 * Events have no stored version: a cluster keeps them for an hour, and each start
 * lists those that there are. So a pause of less than an hour loses none, whatever
 * was waiting in memory, and events of runs that are gone by then are kept, too.
 * When a run is over, its events are listed by themselves: a watch may be silent
 * for long before it is known not to work.
 *
 * A credential that may not read events is no fault: they are then given up, and
 * asked for now and then.
 */
export class EventsWatcher implements EventsCapture {
  private readonly connection: ClusterConnection;
  private readonly monitor: ResourceMonitor;
  private readonly metrics: ResourceMetrics;
  private readonly clock: Clock;
  private readonly recorder: EventRecorder;
  private readonly final: FinalEvents;

  /** Up to which version events were read; undefined: they must be listed. */
  private version: string | undefined;
  private failures = 0;
  private hasWatched = false;
  /** Why there are no events to be had, as long as nobody changes that. */
  private unavailable: string | undefined;

  constructor(options: {
    cluster: string;
    connection: ClusterConnection;
    /** Absent: all namespaces. */
    namespace?: string;
    store: EventStore;
    /**
     * Whether the run of an event may be stored much later, so that the event waits
     * for however long that takes.
     */
    waitsForRun?: (event: CapturedEvent) => boolean;
    monitor: ResourceMonitor;
    metrics?: ResourceMetrics;
    logger: LoggerService;
    clock?: Clock;
  }) {
    this.connection =
      options.namespace === undefined
        ? options.connection
        : withinNamespace(options.connection, options.namespace);
    this.monitor = options.monitor;
    this.metrics = options.metrics ?? noResourceMetrics;
    this.clock = options.clock ?? realClock;
    const { connection, metrics, clock } = this;
    this.recorder = new EventRecorder({ ...options, metrics, clock });
    this.final = new FinalEvents({
      connection,
      store: events => this.recorder.record(events),
      clock,
    });
  }

  async ensureCaptured(
    run: EventsSubject,
    { signal }: { signal: AbortSignal },
  ): Promise<EventsState> {
    try {
      await this.recorder.flushAbout(run);
    } catch (error) {
      return { done: false, reason: toError(error).message };
    }
    return this.unavailable
      ? { done: true, givenUp: this.unavailable }
      : this.final.ensureListed(run, signal);
  }

  /** New states of runs were committed: events may have waited for them. */
  runsStored(runs: readonly CapturedRun[]): void {
    this.recorder.runsStored(runs);
  }

  /** Works until the signal is aborted; never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    await Promise.all([this.read(signal), this.recorder.run(signal)]);
  }

  private async read(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.follow(signal);
      } catch (error) {
        if (!signal.aborted) {
          await this.recover(error, signal);
        }
      }
    }
  }

  private async follow(signal: AbortSignal): Promise<void> {
    let heard = false;
    while (!signal.aborted) {
      const reason = heard ? undefined : await this.findRelistReason(signal);
      if (reason) {
        await this.list(reason, signal);
      }
      const startedAt = this.clock.now();
      heard = await this.watch(signal);
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

  private async findRelistReason(
    signal: AbortSignal,
  ): Promise<RelistReason | undefined> {
    const { connection, version } = this;
    if (version === undefined) {
      return this.hasWatched ? 'expired' : 'start';
    }
    // Silence is usual, and all that is heard from a cluster that was restored.
    const resource = EVENT_RESOURCE;
    return (await isAhead(version, { connection, resource, signal }))
      ? 'regressed'
      : undefined;
  }

  private async list(reason: RelistReason, signal: AbortSignal): Promise<void> {
    this.monitor.listing();
    this.metrics.relisted(reason);
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
      await this.recorder.room(signal);
    } while (continueToken);
    this.version = reached;
    this.monitor.listed();
  }

  /**
   * Watches from the last version until the server ends it.
   *
   * @returns whether anything was heard
   */
  private async watch(signal: AbortSignal): Promise<boolean> {
    const batches = this.connection.watch({
      resource: EVENT_RESOURCE,
      fieldSelector: EVENT_FIELD_SELECTOR,
      resourceVersion: this.version ?? '',
      timeoutSeconds: WATCH_SECONDS,
      signal,
    });
    let isOpen = false;
    let heard = false;
    for await (const batch of batches) {
      this.failures = 0;
      this.unavailable = undefined;
      if (!isOpen) {
        isOpen = true;
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
      heard ||= batch.length > 0;
      this.version = lastVersion(batch) ?? this.version;
      await this.recorder.room(signal);
    }
    return heard;
  }

  private opened(): void {
    this.monitor.watching();
    if (this.hasWatched) {
      this.metrics.reconnected();
    }
    this.hasWatched = true;
  }

  private take(objects: readonly unknown[]): void {
    this.recorder.add(objects.flatMap(object => parseEvent(object) ?? []));
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
