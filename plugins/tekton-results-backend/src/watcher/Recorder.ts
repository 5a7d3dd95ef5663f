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
import { chunked } from '../chunked';
import {
  StoreError,
  type CapturedRun,
  type CaptureScope,
  type CaptureStore,
} from '../store';
import type { Backlog, ResourceMonitor } from './CaptureMonitor';
import type { Clock } from './clock';
import type { ResourceMetrics } from './metrics';
import { Notifier } from './Notifier';
import { PendingRuns, type PendingBatch } from './PendingRuns';

/** Bounds the transaction, and how long SQLite keeps the event loop busy. */
const RUNS_PER_TRANSACTION = 50;
const GONE_PER_TRANSACTION = 500;

const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 10_000;
/** For how long a stopped recorder goes on storing what was read. */
const DRAIN_MS = 5_000;

/** About 50,000 runs in the form in which they wait. */
const MAX_PENDING_BYTES = 64 * 1024 * 1024;
/** A list is read no faster than it is stored: it can wait, a watch should not. */
const MAX_LISTED_RUNS = 100;

/**
 * Stores what a reflector reads, the newest state of each run, while it reads on.
 * A database that is away is waited for; only a run that the database refuses for
 * good is set aside, as it would block all others.
 *
 * What waits is bounded: above a limit the states of runs that are in the cluster
 * are dropped, to be listed again once the database works. What cannot be read
 * again, the last states of deleted runs, is never dropped: when that alone is too
 * much, {@link Recorder.room} holds the reflector up.
 */
export class Recorder {
  private readonly store: CaptureStore;
  private readonly scope: CaptureScope;
  private readonly monitor: ResourceMonitor;
  private readonly metrics: ResourceMetrics;
  private readonly logger: LoggerService;
  private readonly clock: Clock;
  private readonly maxPendingBytes: number;
  private readonly onSpilled: (uids: readonly string[]) => void;
  private readonly onCaughtUp: () => void;

  private pending = new PendingRuns();
  /** What is on its way to the database. */
  private written: PendingBatch | undefined;
  private failing = false;
  private finishBy: number | undefined;
  private readonly changes = new Notifier();

  constructor(options: {
    store: CaptureStore;
    scope: CaptureScope;
    monitor: ResourceMonitor;
    metrics: ResourceMetrics;
    logger: LoggerService;
    clock: Clock;
    /** What waits may take about so much memory. */
    maxPendingBytes?: number;
    /** The states of these runs were dropped: they must be listed again. */
    onSpilled: (uids: readonly string[]) => void;
    /** Everything is stored, except for what was dropped. */
    onCaughtUp: () => void;
  }) {
    this.store = options.store;
    this.scope = options.scope;
    this.monitor = options.monitor;
    this.metrics = options.metrics;
    this.logger = options.logger;
    this.clock = options.clock;
    this.maxPendingBytes = options.maxPendingBytes ?? MAX_PENDING_BYTES;
    this.onSpilled = options.onSpilled;
    this.onCaughtUp = options.onCaughtUp;
    this.monitor.observeBacklog(() => this.backlog());
  }

  /** Whether the last call to the database failed. */
  get isFailing(): boolean {
    return this.failing;
  }

  /** Whether states were dropped that a list must bring back. */
  get hasSpilled(): boolean {
    return this.pending.hasSpilled;
  }

  /** Whether it is time for that list: the database takes all it is given. */
  get mustList(): boolean {
    return this.hasSpilled && this.pending.size === 0 && !this.failing;
  }

  /** See {@link PendingRuns.spillCount}. */
  get spillCount(): number {
    return this.pending.spillCount;
  }

  /** Up to which version everything was read; undefined: nothing was. */
  get readUpTo(): string | undefined {
    return this.pending.readUpTo;
  }

  /**
   * Reads what is stored; to be called first.
   *
   * @returns versions by uid of the runs that were last seen in the cluster
   */
  async load(signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
    this.pending = new PendingRuns(
      await this.persist(signal, () => this.store.resumePoint(this.scope)),
    );
    return this.persist(signal, () => this.store.liveRuns(this.scope));
  }

  /**
   * States were read. Returns at once.
   *
   * @param options - with `regressed` they replace what is stored whatever their
   * versions
   */
  add(runs: readonly CapturedRun[], options?: { regressed: boolean }): void {
    const added = {
      now: this.clock.now(),
      regressed: options?.regressed ?? false,
    };
    for (const run of runs) {
      this.pending.add(run, added);
    }
    if (this.pending.bytes > this.maxPendingBytes) {
      this.spill();
    }
    this.changes.notify();
  }

  /** A list did not hold these runs. */
  addGone(uids: readonly string[], listVersion: number): void {
    this.pending.addGone(uids, listVersion);
    this.changes.notify();
  }

  /** Everything up to a version was read. */
  reached(version: string): void {
    this.pending.reached(version);
    this.changes.notify();
  }

  /** See {@link PendingRuns.spillRecovered}. */
  spillRecovered(spillCount: number): void {
    this.pending.spillRecovered(spillCount);
    this.changes.notify();
  }

  /** Waits until more may be read: at once, unless too much cannot be dropped. */
  async room(signal: AbortSignal): Promise<void> {
    await this.until(signal, () => this.pending.bytes <= this.maxPendingBytes);
  }

  /**
   * The states of a page of a list were read. Waits until more may be, though not
   * for a database that is away: the list must end for the watch to go on.
   */
  async addListed(
    runs: readonly CapturedRun[],
    options: { regressed: boolean; signal: AbortSignal },
  ): Promise<void> {
    const { regressed, signal } = options;
    for (const some of chunked(runs, MAX_LISTED_RUNS)) {
      this.add(some, { regressed });
      await this.room(signal);
      await this.until(
        signal,
        () => this.failing || this.pending.size <= MAX_LISTED_RUNS,
      );
    }
  }

  /**
   * Stores until the signal is aborted and {@link finish} was called; never
   * rejects.
   */
  async run(signal: AbortSignal): Promise<void> {
    const notify = () => this.changes.notify();
    signal.addEventListener('abort', notify);
    try {
      while (this.finishBy === undefined || this.clock.now() < this.finishBy) {
        const batch = this.pending.take({
          runs: RUNS_PER_TRANSACTION,
          gone: GONE_PER_TRANSACTION,
        });
        if (batch) {
          this.written = batch;
          await this.write(batch, signal);
          this.written = undefined;
          this.metrics.queued(this.pending.size);
          this.changes.notify();
        } else if (this.finishBy === undefined) {
          await this.changes.next();
        } else {
          break;
        }
      }
    } catch (error) {
      if (!signal.aborted) {
        throw error;
      }
    } finally {
      signal.removeEventListener('abort', notify);
      this.changes.notify();
    }
  }

  /** Nothing more will be read: lets {@link run} end when all is stored, or soon. */
  finish(): void {
    this.finishBy = this.clock.now() + DRAIN_MS;
    this.changes.notify();
  }

  private backlog(): Backlog {
    const { runs = [], since } = this.written ?? {};
    return {
      size: this.pending.size + runs.length,
      oldestSince: since ?? this.pending.oldestSince,
    };
  }

  private spill(): void {
    const uids = this.pending.spill();
    if (uids.length > 0) {
      this.logger.warn(
        `More changed than can be held until the database takes it: ${uids.length} runs will be listed again`,
      );
      this.onSpilled(uids);
    }
  }

  private async write(batch: PendingBatch, signal: AbortSignal): Promise<void> {
    const { runs, regressed, gone, listVersion, resumePoint } = batch;
    if (gone.length > 0) {
      await this.persist(signal, () =>
        this.store.markGone(this.scope, gone, { resumePoint, listVersion }),
      );
    } else {
      await this.recordBatch(runs, { resumePoint, regressed, signal });
    }
    if (batch.since !== undefined) {
      const lagMs = Math.max(this.clock.now() - batch.since, 0);
      this.metrics.stored({ runs: runs.length, lagMs });
      this.monitor.received();
    }
    if (this.pending.size === 0) {
      this.onCaughtUp();
    }
  }

  private async recordBatch(
    batch: readonly CapturedRun[],
    options: { resumePoint?: string; regressed: boolean; signal: AbortSignal },
  ): Promise<void> {
    const { signal, ...rest } = options;
    if (batch.length === 0 && options.resumePoint === undefined) {
      return;
    }
    try {
      await this.persist(signal, () =>
        this.store.record(this.scope, batch, rest),
      );
    } catch (error) {
      if (!isRefused(error) || batch.length === 0) {
        throw error;
      }
      if (batch.length > 1) {
        await this.recordOneByOne(batch, options);
        return;
      }
      const [{ facts }] = batch;
      this.monitor.refused();
      await this.recordBatch([], options);
      this.logger.error(
        `${facts.kind} ${facts.namespace}/${facts.name} (${facts.uid}) cannot be stored`,
        { error: toError(error).message },
      );
    }
  }

  private async recordOneByOne(
    batch: readonly CapturedRun[],
    options: { resumePoint?: string; regressed: boolean; signal: AbortSignal },
  ): Promise<void> {
    const { resumePoint, ...others } = options;
    for (const run of batch) {
      await this.recordBatch([run], others);
    }
    await this.recordBatch([], options);
  }

  /** Repeats a call until it succeeds, or is refused for good. */
  private async persist<T>(
    signal: AbortSignal,
    call: () => Promise<T>,
  ): Promise<T> {
    for (let failures = 0; ; ) {
      try {
        const value = await call();
        if (failures > 0) {
          this.failing = false;
          this.monitor.storing();
        }
        return value;
      } catch (error) {
        if (isRefused(error)) {
          this.failing = false;
          throw error;
        }
        failures += 1;
        this.failing = true;
        this.monitor.notStoring(error);
        this.logger.error('Storing runs failed; trying again', {
          error: toError(error).message,
        });
        this.changes.notify();
        await this.clock.sleep(
          Math.min(FIRST_DELAY_MS * 2 ** (failures - 1), MAX_DELAY_MS),
          signal,
        );
      }
    }
  }

  private async until(
    signal: AbortSignal,
    condition: () => boolean,
  ): Promise<void> {
    while (!condition()) {
      signal.throwIfAborted();
      await this.changes.next();
    }
  }
}

function isRefused(error: unknown): boolean {
  return error instanceof StoreError && error.refused;
}
