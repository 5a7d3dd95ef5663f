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
import type { ClusterConnection, RunResource, WatchEvent } from '../cluster';
import { versionNumber, type CapturedRun, type CaptureStore } from '../store';
import type { ResourceMonitor } from './CaptureMonitor';
import { captureRun } from './captureRun';
import { realClock, type Clock } from './clock';
import { nextStep } from './nextStep';
import { Recorder } from './Recorder';

const LIST_PAGE_SIZE = 500;
const MIN_WATCH_SECONDS = 240;
const MAX_WATCH_SECONDS = 300;
/** A server that ends each watch at once must not be asked in a tight loop. */
const MIN_WATCH_MS = 1_000;
/** A watch that was open for so long was no failure, even if nothing happened. */
const STABLE_WATCH_MS = 10_000;

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
 * The stored version moves only after, or with, what came before it. A crash at
 * any line therefore repeats work, and repeating does no harm.
 */
export class Reflector {
  private readonly connection: ClusterConnection;
  private readonly resource: RunResource;
  private readonly recorder: Recorder;
  private readonly monitor: ResourceMonitor;
  private readonly logger: LoggerService;
  private readonly clock: Clock;
  private readonly what: string;

  /** Failures since something was last achieved. */
  private failures = 0;
  /** Whether the stored version was refused and no list has succeeded since. */
  private mustList = false;
  private watchOpenSince: number | undefined;

  constructor(options: {
    cluster: string;
    connection: ClusterConnection;
    resource: RunResource;
    store: CaptureStore;
    monitor: ResourceMonitor;
    logger: LoggerService;
    clock?: Clock;
  }) {
    const { cluster, resource } = options;
    this.connection = options.connection;
    this.resource = resource;
    this.monitor = options.monitor;
    this.logger = options.logger;
    this.clock = options.clock ?? realClock;
    this.what = `${resource.plural} of cluster ${cluster}`;
    this.recorder = new Recorder({
      store: options.store,
      scope: { cluster, resource: resource.plural, kind: resource.kind },
      monitor: options.monitor,
      logger: options.logger,
      clock: this.clock,
    });
  }

  /** Works until the signal is aborted; never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.follow(signal);
      } catch (error) {
        if (signal.aborted) {
          return;
        }
        await this.recover(error, signal);
      }
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
      this.mustList = true;
      this.logger.info(`Listing ${this.what} anew: ${toError(error).message}`);
    }
    // An expired version is nothing unusual, unless it happens again and again.
    if (step.kind !== 'relist' || this.failures > 1) {
      this.monitor.failing(error);
    }
    if (step.kind === 'renewCredential') {
      this.connection.renewCredential();
    }
    await this.pause(step.afterMs, signal);
  }

  /** Lists if need be, then watches until something fails. */
  private async follow(signal: AbortSignal): Promise<void> {
    const stored = await this.recorder.resumePoint(signal);
    let version =
      stored === undefined ||
      this.mustList ||
      (await this.isAhead(stored, signal))
        ? await this.list(stored, signal)
        : stored;
    while (!signal.aborted) {
      const startedAt = this.clock.now();
      version = await this.watch(version, signal);
      this.watchOpenSince = undefined;
      this.failures = 0;
      if (this.clock.now() - startedAt < MIN_WATCH_MS) {
        await this.pause(MIN_WATCH_MS, signal);
      }
    }
  }

  /**
   * Whether a version is of the future. A server is silent about such a version,
   * for ever: it must be asked before it is watched from there.
   */
  private async isAhead(
    version: string,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { resourceVersion } = await this.connection.list({
      resource: this.resource,
      limit: 1,
      signal,
    });
    return versionNumber(version) > versionNumber(resourceVersion);
  }

  private async list(
    stored: string | undefined,
    signal: AbortSignal,
  ): Promise<string> {
    this.monitor.listing();
    const live = await this.recorder.liveRuns(signal);
    const seen = new Set<string>();
    let reached: string | undefined;
    let regressed = false;
    let continueToken: string | undefined;
    do {
      const page = await this.connection.list({
        resource: this.resource,
        limit: LIST_PAGE_SIZE,
        continueToken,
        signal,
      });
      if (reached === undefined) {
        reached = page.resourceVersion;
        regressed = this.hasRegressed(stored, reached);
      }
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
      await this.recorder.record(changed, { regressed, signal });
    } while (continueToken);

    const gone = [...live.keys()].filter(uid => !seen.has(uid));
    await this.recorder.markGone(gone, {
      resumePoint: reached,
      // Versions of a cluster that counts anew do not compare with stored ones.
      listVersion: regressed ? Number.MAX_SAFE_INTEGER : versionNumber(reached),
      signal,
    });
    this.mustList = false;
    this.monitor.listed();
    this.logger.info(
      `Listed ${this.what}: ${seen.size} in the cluster, ${gone.length} gone since the last time`,
    );
    return reached;
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

  /** @returns The version from which to watch next, after a regular end. */
  private async watch(from: string, signal: AbortSignal): Promise<string> {
    let version = from;
    const batches = this.connection.watch({
      resource: this.resource,
      resourceVersion: version,
      timeoutSeconds: Math.round(
        MIN_WATCH_SECONDS +
          this.clock.random() * (MAX_WATCH_SECONDS - MIN_WATCH_SECONDS),
      ),
      signal,
    });
    for await (const batch of batches) {
      this.watchOpenSince ??= this.clock.now();
      this.monitor.watching();
      if (batch.length > 0) {
        const runs = this.capture(batch.flatMap(sightingOf));
        version = lastVersion(batch) ?? version;
        await this.recorder.record(runs, { resumePoint: version, signal });
        this.failures = 0;
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

  private async pause(ms: number, signal: AbortSignal): Promise<void> {
    await this.clock.sleep(ms, signal).catch(error => {
      if (!signal.aborted) {
        throw error;
      }
    });
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
