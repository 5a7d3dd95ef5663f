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
  withinNamespace,
  type ClusterConnection,
  type RunResource,
  type WatchEvent,
} from '../cluster';
import { versionNumber, type CapturedRun, type CaptureStore } from '../store';
import type { ResourceMonitor } from './CaptureMonitor';
import { captureScope, describeResource } from './captureScope';
import { realClock, type Clock } from './clock';
import { isAhead } from './isAhead';
import { KnownRuns } from './KnownRuns';
import {
  noResourceMetrics,
  type RelistReason,
  type ResourceMetrics,
} from './metrics';
import { nextStep } from './nextStep';
import { readRuns, sightingOf, type ReadRuns, type Sighting } from './readRuns';
import { Recorder } from './Recorder';
import { RunCensus } from './RunCensus';
import { RunLister } from './RunLister';

const MIN_WATCH_SECONDS = 240;
const MAX_WATCH_SECONDS = 300;
/** A server that ends each watch at once must not be asked in a tight loop. */
const MIN_WATCH_MS = 1_000;
/** A watch that was open for so long was no failure, even if nothing happened. */
const STABLE_WATCH_MS = 10_000;

/**
 * Keeps the store in step with one resource of one cluster, or of one namespace
 * of it.
 *
 * It is in one of two modes:
 *
 * - **listing**: reads the whole list page by page, stores what is new, and at
 *   the end marks what the list did not hold as gone. Begins when there is no
 *   stored version, or the last one is too old for the server (410), or is from
 *   the future (another cluster under the same name, a restored etcd), or when
 *   more had changed than could be held until the database took it.
 * - **watching**: takes events as they come. Begins after a list or from the last
 *   version, ends when the server ends it or fails, and begins again.
 *
 * In both it hands what it reads to the {@link Recorder}, which stores it
 * meanwhile. So a database that is away stops neither; the cluster forgets, what
 * was read waits. The stored version moves only after, or with, what came before
 * it. A crash at any line therefore repeats work, and repeating does no harm.
 */
export class Reflector {
  private readonly connection: ClusterConnection;
  private readonly resource: RunResource;
  private readonly lister: RunLister;
  private readonly recorder: Recorder;
  private readonly monitor: ResourceMonitor;
  private readonly metrics: ResourceMetrics;
  private readonly logger: LoggerService;
  private readonly clock: Clock;
  private readonly what: string;
  private readonly census = new RunCensus();

  private known: KnownRuns | undefined;
  /** Failures since something was last achieved. */
  private failures = 0;
  /** Why everything must be listed, until a list has succeeded. */
  private relistReason: RelistReason | undefined;
  /** The database takes what it is given, since states were dropped. */
  private hasCaughtUp = false;
  private watchOpenSince: number | undefined;
  private hasWatched = false;
  /** Ends the watch that is open, to list what could not be held. */
  private endWatch: AbortController | undefined;

  constructor(options: {
    cluster: string;
    connection: ClusterConnection;
    resource: RunResource;
    /** Absent: all namespaces. */
    namespace?: string;
    store: CaptureStore;
    monitor: ResourceMonitor;
    metrics?: ResourceMetrics;
    logger: LoggerService;
    clock?: Clock;
    /** What waits to be stored may take about so much memory. */
    maxPendingBytes?: number;
    /** A state is not stored, and never will be. */
    onSetAside?: (run: CapturedRun) => void;
  }) {
    const { cluster, resource, namespace } = options;
    const connection =
      namespace === undefined
        ? options.connection
        : withinNamespace(options.connection, namespace);
    this.connection = connection;
    this.resource = resource;
    this.lister = new RunLister({ connection, resource });
    this.monitor = options.monitor;
    this.metrics = options.metrics ?? noResourceMetrics;
    this.logger = options.logger;
    this.clock = options.clock ?? realClock;
    this.what = describeResource({ resource, namespace, cluster });
    this.recorder = new Recorder({
      store: options.store,
      scope: captureScope({ cluster, resource, namespace }),
      monitor: options.monitor,
      metrics: this.metrics,
      logger: options.logger,
      clock: this.clock,
      maxPendingBytes: options.maxPendingBytes,
      onSpilled: uids => this.known?.forgetStates(uids),
      onCaughtUp: () => {
        if (this.recorder.hasSpilled) {
          this.hasCaughtUp = true;
          this.endWatch?.abort();
        }
      },
      onStored: uid => this.census.stored(uid),
      onSetAside: run => {
        this.census.refused(run.facts.uid);
        options.onSetAside?.(run);
      },
    });
    const since = this.clock.now();
    this.monitor.observeRuns(() => ({ ...this.census.counts, since }));
  }

  /** Works until the signal is aborted; never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const known = await this.load(signal);
    if (!known) {
      return;
    }
    this.known = known;
    const stored = this.recorder.run(signal);
    try {
      while (!signal.aborted) {
        try {
          await this.follow(known, signal);
        } catch (error) {
          if (!signal.aborted) {
            await this.recover(error, signal);
          }
        }
      }
    } finally {
      this.recorder.finish();
      await stored;
    }
  }

  private async load(signal: AbortSignal): Promise<KnownRuns | undefined> {
    try {
      return new KnownRuns(await this.recorder.load(signal), {
        onNew: uid => this.census.saw(uid),
      });
    } catch (error) {
      if (signal.aborted) {
        return undefined;
      }
      throw error;
    }
  }

  private async recover(error: unknown, signal: AbortSignal): Promise<void> {
    const openFor = this.clock.now() - (this.watchOpenSince ?? Infinity);
    this.watchOpenSince = undefined;
    this.failures = openFor >= STABLE_WATCH_MS ? 1 : this.failures + 1;

    const step = nextStep({
      error,
      failures: this.failures,
      random: this.clock.random(),
    });
    if (step.kind === 'relist') {
      this.relistReason = 'expired';
      this.logger.info(`Listing ${this.what} anew: ${toError(error).message}`);
    }
    // An expired version is nothing unusual, unless it happens again and again.
    if (step.kind !== 'relist' || this.failures > 1) {
      this.monitor.failing(error);
      this.metrics.failed(
        error instanceof ClusterError ? error.code : 'clusterError',
      );
    }
    if (step.kind === 'renewCredential') {
      this.connection.renewCredential();
    }
    await this.pause(step.afterMs, signal);
  }

  /** Lists if need be, then watches until something fails. */
  private async follow(known: KnownRuns, signal: AbortSignal): Promise<void> {
    this.relistReason ??= await this.findRelistReason(signal);
    while (!signal.aborted) {
      // Asked before each watch, however the last one ended.
      if (this.mustList()) {
        this.relistReason ??= 'spilled';
      }
      if (this.relistReason) {
        await this.list(known, this.relistReason, signal);
      }
      const startedAt = this.clock.now();
      await this.watch(known, signal);
      this.watchOpenSince = undefined;
      this.failures = 0;
      if (!this.mustList() && this.clock.now() - startedAt < MIN_WATCH_MS) {
        await this.pause(MIN_WATCH_MS, signal);
      }
    }
  }

  /** Whether it is time to list what could not be held. */
  private mustList(): boolean {
    return this.hasCaughtUp && this.recorder.hasSpilled;
  }

  private async findRelistReason(
    signal: AbortSignal,
  ): Promise<RelistReason | undefined> {
    const { readUpTo } = this.recorder;
    if (readUpTo === undefined) {
      return 'start';
    }
    const { connection, resource } = this;
    return (await isAhead(readUpTo, { connection, resource, signal }))
      ? 'regressed'
      : undefined;
  }

  private async list(
    known: KnownRuns,
    reason: RelistReason,
    signal: AbortSignal,
  ): Promise<void> {
    this.monitor.listing();
    this.metrics.relisted(reason);
    this.hasCaughtUp = false;
    const { recorder } = this;
    const { readUpTo, spillCount } = recorder;
    let listVersion = '';
    let regressed = false;
    const list = this.lister.list({
      known,
      // All versions differ anyway when the cluster counts anew.
      preferMetadata: reason !== 'regressed',
      signal,
      onStart: resourceVersion => {
        listVersion = resourceVersion;
        regressed = this.hasRegressed(readUpTo, resourceVersion);
        if (regressed) {
          known.forgetAllStates();
        }
      },
      onListed: listed => this.metrics.eventsReceived('LISTED', listed),
      onChanged: async changed => {
        const { runs, unreadable } = this.read(
          changed.map(object => ({ object, sighting: 'listed' })),
        );
        // They are there; whether they change counts only once they are read.
        known.forgetStates(unreadable.flatMap(({ uid }) => uid ?? []));
        await recorder.addListed(runs, { regressed, signal });
      },
    });
    const count = await list.finally(() => recorder.listEnded());

    const gone = known.endList();
    recorder.addGone(gone, {
      seenAt: versionNumber(listVersion),
      // Versions of a cluster that counts anew do not compare with stored ones.
      outdatesAll: regressed,
    });
    // Where the server still knows what came after the last version, the watch
    // goes on from there: it tells the last state of what the list lacks.
    if (reason !== 'spilled' || regressed || readUpTo === undefined) {
      // Of what came and went since the last version the cluster tells nothing.
      const missed = reason === 'expired' || regressed;
      recorder.reached(listVersion, missed ? this.clock.now() : undefined);
    }
    recorder.spillRecovered(spillCount);
    this.relistReason = undefined;
    this.monitor.listed();
    this.logger.info(
      `Listed ${this.what}: ${count} in the cluster, ${gone.length} gone since the last time`,
    );
  }

  private hasRegressed(stored: string | undefined, reached: string): boolean {
    const regressed = versionNumber(stored) > versionNumber(reached);
    if (regressed) {
      this.logger.warn(
        `The cluster is at version ${reached} of ${this.what}, before the stored version ${stored}: it was restored or replaced. What it has now replaces what is stored as live.`,
      );
    }
    return regressed;
  }

  /** Watches from the last version until the server ends it. */
  private async watch(known: KnownRuns, signal: AbortSignal): Promise<void> {
    const endWatch = new AbortController();
    this.endWatch = endWatch;
    const batches = this.connection.watch({
      resource: this.resource,
      resourceVersion: this.recorder.readUpTo ?? '',
      timeoutSeconds: Math.round(
        MIN_WATCH_SECONDS +
          this.clock.random() * (MAX_WATCH_SECONDS - MIN_WATCH_SECONDS),
      ),
      signal: AbortSignal.any([signal, endWatch.signal]),
    });
    try {
      for await (const batch of batches) {
        this.opened();
        this.take(batch, known);
        await this.recorder.room(signal);
      }
    } catch (error) {
      if (!endWatch.signal.aborted || signal.aborted) {
        throw error;
      }
    } finally {
      this.endWatch = undefined;
    }
  }

  private opened(): void {
    if (this.watchOpenSince === undefined && this.hasWatched) {
      this.metrics.reconnected();
    }
    this.hasWatched = true;
    this.watchOpenSince ??= this.clock.now();
    // A database that is away is the worse problem, and still there.
    if (!this.recorder.isFailing) {
      this.monitor.watching();
    }
  }

  private take(batch: readonly WatchEvent[], known: KnownRuns): void {
    if (batch.length === 0) {
      return;
    }
    for (const { type } of batch) {
      this.metrics.eventsReceived(type, 1);
    }
    const { runs, unreadable } = this.read(batch.flatMap(sightingOf));
    for (const { uid, sighting, resourceVersion } of runs) {
      // First, as one that came and went unseen is counted as new, too.
      known.set(uid, resourceVersion);
      if (sighting === 'deleted') {
        known.delete(uid);
      }
    }
    this.recorder.add(runs);
    for (const { uid, sighting, resourceVersion } of unreadable) {
      // Of what cannot be read it can be told that it is gone.
      if (sighting === 'deleted' && uid !== undefined) {
        known.delete(uid);
        const seenAt = versionNumber(resourceVersion);
        this.recorder.addGone([uid], { seenAt, outdatesAll: seenAt === 0 });
      }
    }
    const version = lastVersion(batch);
    if (version !== undefined) {
      this.recorder.reached(version);
    }
    this.failures = 0;
  }

  /** Reads objects; what is no run is told of. */
  private read(sightings: readonly Sighting[]): ReadRuns {
    const read = readRuns(sightings);
    for (const { namespace, name, uid, problem } of read.unreadable) {
      this.metrics.unreadable();
      this.monitor.unreadable({ namespace, name, problem });
      this.logger.error(
        `The cluster sent an object among ${this.what} that is no run: ${problem}`,
        { namespace, name, uid },
      );
    }
    return read;
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
