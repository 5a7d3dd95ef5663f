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
import { isFinished } from 'backstage-plugin-tekton-results-common';
import { chunked } from '../chunked';
import type {
  CapturedRun,
  CaptureScope,
  CaptureStore,
  StoreError,
} from '../store';
import type { Backlog, ResourceMonitor } from './CaptureMonitor';
import type { Clock } from './clock';
import type { ResourceMetrics } from './metrics';
import { Notifier } from './Notifier';
import {
  PendingRuns,
  type BatchLimits,
  type FinishedRun,
  type PendingBatch,
} from './PendingRuns';
import type { SeenRun } from './seeRun';
import { StoreCaller } from './StoreCaller';
import { storeItems } from './storeItems';

/** Bounds the transaction, and how long SQLite keeps the event loop busy. */
const PER_TRANSACTION: BatchLimits = {
  runs: 50,
  length: 2 * 1024 * 1024,
  gone: 500,
};

/** So many batches may be on their way beside the one that is written in order. */
const MOST_BESIDE = 3;
/**
 * After so many batches beside others the resume point is moved on: for that nothing
 * else may be on its way.
 */
const BESIDE_IN_A_ROW = 30;

/** Fewer runs wait for their turn: a transaction costs as much as ten of them. */
const FEWEST_BESIDE = 25;

/** For how long a stopped recorder goes on storing what was read. */
const DRAIN_MS = 5_000;

/**
 * A list is read no faster than it is stored: it can wait, a watch should not. So few
 * may wait all the same: a database that does not answer keeps no short list from its
 * end.
 */
const FEW_RUNS = 10;

/** About 40,000 runs in the form in which they wait. */
const MAX_PENDING_BYTES = 64 * 1024 * 1024;

/**
 * Stores what a reflector reads, the newest state of each run, while it reads on.
 * A database that is away is waited for, for ever; only a run that the database
 * refuses for good, or that fails again and again where others do not, is set
 * aside, as it would block all others.
 *
 * When a whole batch waits while others are on their way to the database, it is sent
 * beside them, where the store has a place: encoding and committing then go on at the
 * same time. Two states of a run never are on their way at once.
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
  private readonly onStored: (uid: string) => void;
  private readonly onSetAside: (run: CapturedRun) => void;
  private readonly caller: StoreCaller;

  private pending = new PendingRuns();
  /** What is on its way to the database. */
  private written: PendingBatch | undefined;
  /** And beside it. */
  private readonly writtenBeside = new Set<PendingBatch>();
  /** How many batches were, since the resume point could be moved. */
  private besides = 0;
  /** A place for what is read next, see {@link CaptureStore.placeBeside}. */
  private place: (() => void) | undefined;
  /** A batch that was on its way is in no place any more: the resume point must stay. */
  private hasLetGo = false;
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
    /** Hardly anything waits any more: the database takes all it is given. */
    onCaughtUp: () => void;
    /** A state of a run is stored. */
    onStored?: (uid: string) => void;
    /** A state is not stored, and never will be. */
    onSetAside?: (run: CapturedRun) => void;
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
    this.onStored = options.onStored ?? (() => {});
    this.onSetAside = options.onSetAside ?? (() => {});
    this.caller = new StoreCaller({
      monitor: options.monitor,
      logger: options.logger,
      clock: options.clock,
      onFailure: () => this.hasChanged(),
    });
    this.monitor.observeBacklog(() => this.backlog());
  }

  /** Whether the last call to the database failed. */
  get isFailing(): boolean {
    return this.caller.isFailing;
  }

  /** Whether states were dropped that a list must bring back. */
  get hasSpilled(): boolean {
    return this.pending.hasSpilled;
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
    const { caller, store, scope } = this;
    this.pending = new PendingRuns(
      await caller.persist(signal, () => store.resumePoint(scope)),
    );
    return caller.persist(signal, () => store.liveRuns(scope));
  }

  /**
   * States were read. Returns at once.
   *
   * @param options - with `regressed` they replace what is stored whatever their
   * versions
   */
  add(runs: readonly SeenRun[], options?: { regressed: boolean }): void {
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
    this.hasChanged();
  }

  /** See {@link PendingRuns.addGone}. */
  addGone(
    uids: readonly string[],
    options: { seenAt: number; outdatesAll: boolean },
  ): void {
    this.pending.addGone(uids, options);
    this.hasChanged();
  }

  /** See {@link PendingRuns.reached}. */
  reached(version: string, missedUntil?: number): void {
    this.pending.reached(version, missedUntil);
    this.hasChanged();
  }

  /** See {@link PendingRuns.spillRecovered}. */
  spillRecovered(spillCount: number): void {
    this.pending.spillRecovered(spillCount);
    this.hasChanged();
  }

  /** Waits until more may be read: at once, unless too much cannot be dropped. */
  async room(signal: AbortSignal): Promise<void> {
    await this.until(signal, () => this.pending.bytes <= this.maxPendingBytes);
  }

  /**
   * The states of a page of a list were read. Waits until they are stored, but for a
   * few, or on their way with a place for the next: so no more pages are in memory than
   * lists there are, and places. A database that is away is not waited for, as the list
   * must end for the watch to go on.
   */
  async addListed(
    runs: readonly SeenRun[],
    options: { regressed: boolean; signal: AbortSignal },
  ): Promise<void> {
    const { regressed, signal } = options;
    for (const some of chunked(runs, PER_TRANSACTION.runs)) {
      this.add(some, { regressed });
      await this.room(signal);
      await this.until(signal, () => this.mayReadOn());
    }
  }

  /**
   * Stores until the signal is aborted and {@link finish} was called; never
   * rejects.
   */
  async run(signal: AbortSignal): Promise<void> {
    const notify = () => this.changes.notify();
    signal.addEventListener('abort', notify);
    await Promise.all([
      this.writeInOrder(signal),
      ...Array.from({ length: MOST_BESIDE }, () => this.writeBeside(signal)),
    ]);
    this.givePlaceBack();
    signal.removeEventListener('abort', notify);
    this.changes.notify();
  }

  private async writeInOrder(signal: AbortSignal): Promise<void> {
    while (!this.hasLetGo && !this.isLate()) {
      // What was taken is in no other place, and is not let go unwritten.
      const batch = this.written ?? this.takeNext();
      this.written = batch;
      if (batch && !(await this.tryToWrite(batch, signal))) {
        if (signal.aborted) {
          break;
        }
        continue;
      }
      this.written = undefined;
      const fewWait = this.pending.size <= PER_TRANSACTION.runs;
      if (fewWait && this.writtenBeside.size === 0) {
        this.onCaughtUp();
      }
      if (batch) {
        this.hasChanged();
        continue;
      }
      this.givePlaceBack();
      if (this.finishBy === undefined || this.writtenBeside.size > 0) {
        await this.changes.next();
      } else {
        break;
      }
    }
  }

  private isLate(): boolean {
    return this.finishBy !== undefined && this.clock.now() >= this.finishBy;
  }

  private async writeBeside(signal: AbortSignal): Promise<void> {
    while (!this.hasLetGo && this.finishBy === undefined) {
      const batch = this.takeBesideWithPlace();
      if (!batch) {
        await this.changes.next();
        continue;
      }
      const { place } = this;
      this.place = undefined;
      this.writtenBeside.add(batch);
      let isStored = false;
      do {
        isStored = await this.tryToWrite(batch, signal);
      } while (!isStored && !signal.aborted);
      this.hasLetGo ||= !isStored;
      this.writtenBeside.delete(batch);
      place?.();
      this.hasChanged();
    }
  }

  private takeBesideWithPlace(): PendingBatch | undefined {
    if (this.pending.size < FEWEST_BESIDE || !this.isBesideWelcome()) {
      return undefined;
    }
    this.place ??= this.store.placeBeside();
    const batch = this.place && this.takeBeside();
    if (!batch) {
      this.givePlaceBack();
    }
    return batch;
  }

  /** Whether what is on its way does not have to be alone. */
  private isBesideWelcome(): boolean {
    const { written } = this;
    return (
      written !== undefined &&
      written.runs.length > 0 &&
      !written.regressed &&
      !this.isFailing
    );
  }

  private takeNext(): PendingBatch | undefined {
    if (this.writtenBeside.size > 0) {
      return this.takeBeside();
    }
    this.besides = 0;
    return this.pending.take(PER_TRANSACTION);
  }

  private takeBeside(): PendingBatch | undefined {
    if (this.besides >= BESIDE_IN_A_ROW) {
      return undefined;
    }
    const storing = new Set(
      this.onItsWay().flatMap(({ runs }) => runs.map(({ facts }) => facts.uid)),
    );
    const batch = this.pending.takeBeside(
      { ...PER_TRANSACTION, atLeast: FEWEST_BESIDE },
      storing,
    );
    this.besides += batch ? 1 : 0;
    return batch;
  }

  private mayReadOn(): boolean {
    if (this.isFailing || this.backlog().size <= FEW_RUNS) {
      return true;
    }
    if (this.pending.size > FEW_RUNS) {
      return false;
    }
    if (this.isBesideWelcome() && this.besides < BESIDE_IN_A_ROW) {
      this.place ??= this.store.placeBeside();
    }
    return this.place !== undefined;
  }

  /** Nothing more is read by {@link addListed}, for now. */
  listEnded(): void {
    this.givePlaceBack();
  }

  private givePlaceBack(): void {
    this.place?.();
    this.place = undefined;
  }

  /** Nothing more will be read: lets {@link run} end when all is stored, or soon. */
  finish(): void {
    this.finishBy = this.clock.now() + DRAIN_MS;
    this.changes.notify();
  }

  private hasChanged(): void {
    this.metrics.queued(this.backlog().size);
    this.changes.notify();
  }

  private backlog(): Backlog {
    const { size, oldestSince = Infinity } = this.pending;
    const batches = this.onItsWay();
    const oldest = Math.min(
      oldestSince,
      ...batches.map(({ since = Infinity }) => since),
    );
    return {
      size: batches.reduce((sum, { runs }) => sum + runs.length, size),
      oldestSince: oldest === Infinity ? undefined : oldest,
      oldestFinished: () => this.oldestFinished(),
    };
  }

  private oldestFinished(): FinishedRun | undefined {
    const finished = this.onItsWay().flatMap(({ runs, since }) => {
      const first = runs.find(({ facts }) => isFinished(facts.status));
      return first && since !== undefined
        ? [{ facts: first.facts, since }]
        : [];
    });
    const [first] = finished.sort((a, b) => a.since - b.since);
    return first ?? this.pending.oldestFinished();
  }

  private onItsWay(): PendingBatch[] {
    return [...(this.written ? [this.written] : []), ...this.writtenBeside];
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

  private async tryToWrite(
    batch: PendingBatch,
    signal: AbortSignal,
  ): Promise<boolean> {
    try {
      await this.write(batch, signal);
      return true;
    } catch (error) {
      if (!signal.aborted) {
        await this.caller
          .failed(error, { failures: 1, signal })
          .catch(() => {});
      }
      return false;
    }
  }

  private async write(batch: PendingBatch, signal: AbortSignal): Promise<void> {
    const stored =
      batch.gone.length > 0
        ? await this.markGone(batch, signal)
        : await this.record(batch, signal);
    if (batch.since !== undefined) {
      const lagMs = Math.max(this.clock.now() - batch.since, 0);
      this.metrics.stored({ runs: stored, lagMs });
      this.monitor.received(lagMs);
    }
  }

  private async record(
    { runs, regressed, resumePoint, missedUntil }: PendingBatch,
    signal: AbortSignal,
  ): Promise<number> {
    const { store, scope, caller } = this;
    const refused = new Set<CapturedRun>();
    const stored = await storeItems(runs, {
      caller,
      resumePoint,
      write: (some, point) =>
        store.record(scope, some, {
          resumePoint: point,
          missedUntil,
          regressed,
        }),
      setAside: (run, error) => {
        const { kind, namespace, name, uid } = run.facts;
        this.refused(
          `${kind} ${namespace}/${name} (${uid}) cannot be stored`,
          error,
        );
        refused.add(run);
        this.onSetAside(run);
      },
      signal,
    });
    runs
      .filter(run => !refused.has(run))
      .forEach(({ facts }) => this.onStored(facts.uid));
    return stored;
  }

  private async markGone(
    { gone, listVersion, resumePoint, missedUntil }: PendingBatch,
    signal: AbortSignal,
  ): Promise<number> {
    const { store, scope, caller } = this;
    return storeItems(gone, {
      caller,
      resumePoint,
      write: (some, point) =>
        store.markGone(scope, some, {
          resumePoint: point,
          missedUntil,
          listVersion,
        }),
      setAside: (uid, error) =>
        this.refused(`Run ${uid} cannot be marked as gone`, error),
      signal,
    });
  }

  private refused(message: string, error: StoreError): void {
    this.monitor.refused();
    this.logger.error(message, { error: error.message });
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
