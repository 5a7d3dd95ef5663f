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

import { setTimeout as sleepFor } from 'timers/promises';
import { z } from 'zod';
import { chunked } from '../chunked';
import { toError } from '@backstage/errors';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ClusterConnection, RunResource, WatchEvent } from '../cluster';
import type { CapturedRun, CaptureScope, CaptureStore } from '../store';
import { captureRun, versionNumber } from './captureRun';
import type { ResourceMonitor } from './CaptureMonitor';
import { nextStep } from './nextStep';

const LIST_PAGE_SIZE = 500;
/** Bounds the transaction, and how long SQLite keeps the event loop busy. */
const RUNS_PER_TRANSACTION = 50;
const MIN_WATCH_SECONDS = 240;
const MAX_WATCH_SECONDS = 300;
/** A server that ends each watch at once must not be asked in a tight loop. */
const MIN_WATCH_MS = 1_000;
const MAX_STORE_DELAY_MS = 10_000;

/** What a reflector asks of the world but its cluster and its store. */
export interface ReflectorClock {
  random(): number;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

const realClock: ReflectorClock = {
  random: Math.random,
  sleep: (ms, signal) => sleepFor(ms, undefined, { signal }),
};

/**
 * Keeps the store in step with one resource of one cluster.
 *
 * It is in one of two modes:
 *
 * - **listing**: reads the whole list page by page, stores what is new, and at
 *   the end marks what the list did not hold as gone. Begins when there is no
 *   stored version, or the stored one is too old for the server (410), or is
 *   from the future (another cluster under the same name, a restored etcd).
 * - **watching**: stores events as they come. Begins after a list or from the
 *   stored version, ends when the server ends it or fails, and begins again.
 *
 * The stored version moves only in the transaction that stores what came before
 * it. A crash at any line therefore repeats work, and repeating does no harm.
 * While the store does not take writes, nothing more is read from the cluster.
 */
export class Reflector {
  private readonly connection: ClusterConnection;
  private readonly resource: RunResource;
  private readonly scope: CaptureScope;
  private readonly store: CaptureStore;
  private readonly monitor: ResourceMonitor;
  private readonly logger: LoggerService;
  private readonly clock: ReflectorClock;

  constructor(options: {
    cluster: string;
    connection: ClusterConnection;
    resource: RunResource;
    store: CaptureStore;
    monitor: ResourceMonitor;
    logger: LoggerService;
    clock?: ReflectorClock;
  }) {
    this.connection = options.connection;
    this.resource = options.resource;
    this.scope = {
      cluster: options.cluster,
      resource: options.resource.plural,
      kind: options.resource.kind,
    };
    this.store = options.store;
    this.monitor = options.monitor;
    this.logger = options.logger;
    this.clock = options.clock ?? realClock;
  }

  /** Works until the signal is aborted; never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    let failures = 0;
    let relist = false;
    const onProgress = () => {
      failures = 0;
      relist = false;
    };
    while (!signal.aborted) {
      try {
        await this.follow({ relist, onProgress, signal });
      } catch (error) {
        if (signal.aborted) {
          return;
        }
        failures += 1;
        const step = nextStep({ error, failures, random: this.clock.random() });
        if (step.kind === 'relist') {
          relist = true;
          this.logger.info(
            `Listing ${this.what} anew: ${toError(error).message}`,
          );
        } else {
          this.monitor.failing(error);
        }
        if (step.kind === 'renewCredential') {
          this.connection.renewCredential();
        }
        await this.pause(step.afterMs, signal);
      }
    }
  }

  /** Lists if need be, then watches until something fails. */
  private async follow(options: {
    relist: boolean;
    onProgress: () => void;
    signal: AbortSignal;
  }): Promise<void> {
    const { relist, onProgress, signal } = options;
    let version = relist ? undefined : await this.resumeVersion(signal);
    if (version === undefined) {
      version = await this.list(signal);
      onProgress();
    }
    while (!signal.aborted) {
      const startedAt = Date.now();
      version = await this.watch({ version, onProgress, signal });
      onProgress();
      if (Date.now() - startedAt < MIN_WATCH_MS) {
        await this.pause(MIN_WATCH_MS, signal);
      }
    }
  }

  /**
   * The stored version, if a watch can go on from it. A server is silent about a
   * version of the future, for ever: it must be asked before.
   */
  private async resumeVersion(
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const stored = await this.stored(signal, () =>
      this.store.resumePoint(this.scope),
    );
    if (stored === undefined) {
      return undefined;
    }
    const { resourceVersion } = await this.connection.list({
      resource: this.resource,
      limit: 1,
      signal,
    });
    if (versionNumber(stored) > versionNumber(resourceVersion)) {
      this.logger.warn(
        `Listing ${this.what} anew: the cluster is at version ${resourceVersion}, before the stored version ${stored}. Was it restored or replaced?`,
      );
      return undefined;
    }
    return stored;
  }

  private async list(signal: AbortSignal): Promise<string> {
    this.monitor.listing();
    const live = await this.stored(signal, () =>
      this.store.liveRuns(this.scope),
    );
    const seen = new Set<string>();
    let resourceVersion: string | undefined;
    let continueToken: string | undefined;
    do {
      const page = await this.connection.list({
        resource: this.resource,
        limit: LIST_PAGE_SIZE,
        continueToken,
        signal,
      });
      resourceVersion ??= page.resourceVersion;
      continueToken = page.continueToken;

      const runs = this.capture(
        page.items.map(object => ({ object, sighting: 'listed' })),
      );
      for (const { facts } of runs) {
        seen.add(facts.uid);
      }
      const changed = runs.filter(
        run => live.get(run.facts.uid) !== run.resourceVersion,
      );
      for (const batch of chunked(changed, RUNS_PER_TRANSACTION)) {
        await this.stored(signal, () => this.store.record(this.scope, batch));
      }
    } while (continueToken);

    const reached = resourceVersion;
    const gone = [...live.keys()].filter(uid => !seen.has(uid));
    await this.stored(signal, () =>
      this.store.markGone(this.scope, gone, {
        resumePoint: reached,
        listVersion: versionNumber(reached),
      }),
    );
    this.monitor.listed();
    this.logger.info(
      `Listed ${this.what}: ${seen.size} in the cluster, ${gone.length} gone since the last time`,
    );
    return reached;
  }

  /** @returns The version from which to watch next, after a regular end. */
  private async watch(options: {
    version: string;
    onProgress: () => void;
    signal: AbortSignal;
  }): Promise<string> {
    const { onProgress, signal } = options;
    let { version } = options;
    const events = this.connection.watch({
      resource: this.resource,
      resourceVersion: version,
      timeoutSeconds: Math.round(
        MIN_WATCH_SECONDS +
          this.clock.random() * (MAX_WATCH_SECONDS - MIN_WATCH_SECONDS),
      ),
      signal,
    });
    for await (const arrived of events) {
      this.monitor.watching();
      onProgress();
      for (const batch of chunked(arrived, RUNS_PER_TRANSACTION)) {
        const reached = lastVersion(batch) ?? version;
        const runs = this.capture(batch.flatMap(sightingOf));
        await this.stored(signal, () =>
          this.store.record(this.scope, runs, { resumePoint: reached }),
        );
        version = reached;
        this.monitor.received();
      }
    }
    return version;
  }

  private capture(
    sightings: ReadonlyArray<{
      object: unknown;
      sighting: CapturedRun['sighting'];
    }>,
  ): CapturedRun[] {
    return sightings.flatMap(({ object, sighting }) => {
      const { captured, problem } = captureRun(object, sighting);
      if (!captured) {
        this.logger.error(
          `The cluster sent an object among ${this.what} that is no run: ${problem}`,
        );
      }
      return captured ? [captured] : [];
    });
  }

  /**
   * Repeats a call to the store until it succeeds. Meanwhile nothing more is
   * read: what has arrived waits here, the rest in the cluster.
   */
  private async stored<T>(
    signal: AbortSignal,
    call: () => Promise<T>,
  ): Promise<T> {
    for (let failures = 0; ; ) {
      try {
        const value = await call();
        if (failures > 0) {
          this.monitor.storing();
        }
        return value;
      } catch (error) {
        failures += 1;
        this.monitor.notStoring(error);
        this.logger.error(`Storing ${this.what} failed; trying again`, {
          error: toError(error).message,
        });
        const delay = Math.min(250 * 2 ** failures, MAX_STORE_DELAY_MS);
        await this.clock.sleep(delay, signal);
      }
    }
  }

  private async pause(ms: number, signal: AbortSignal): Promise<void> {
    await this.clock.sleep(ms, signal).catch(error => {
      if (!signal.aborted) {
        throw error;
      }
    });
  }

  private get what(): string {
    return `${this.scope.resource} of cluster ${this.scope.cluster}`;
  }
}

function sightingOf({ type, object }: WatchEvent) {
  if (type === 'BOOKMARK') {
    return [];
  }
  const sighting: CapturedRun['sighting'] =
    type === 'DELETED' ? 'deleted' : 'changed';
  return [{ object, sighting }];
}

const versionSchema = z.object({
  metadata: z.object({ resourceVersion: z.string().min(1) }),
});

function lastVersion(events: readonly WatchEvent[]): string | undefined {
  const parsed = versionSchema.safeParse(events.at(-1)?.object);
  return parsed.success ? parsed.data.metadata.resourceVersion : undefined;
}
