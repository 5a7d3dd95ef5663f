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
import { isFinished } from 'backstage-plugin-tekton-results-common';
import { ClusterError, type ClusterConnection } from '../../cluster';
import {
  LeaseLostError,
  type CapturedRun,
  type Lease,
  type LogCaptureStore,
  type LoggedRun,
  type LogStore,
  type StewardedRun,
} from '../../store';
import type { LogArchive } from '../LogArchive';
import { CaptureAnswers, type CapturedLogs } from './CaptureAnswers';
import type { CaptureClock } from './CaptureClock';
import { captureDelayMs, isForbidden } from './captureDelay';
import { CaptureQueue } from './CaptureQueue';
import type { CaptureSettings } from './CaptureSettings';
import type { LogCaptureMetrics } from './LogCaptureMetrics';
import { LogDescriber } from './LogDescriber';
import { Nap, pause } from './Nap';
import { readRuns } from './readRuns';
import { StepLogError, TaskRunCapture } from './TaskRunCapture';
import { Troubles, type LogCaptureMonitor } from './Troubles';

/** What waits in memory; more is found again in the store. */
const MAX_QUEUED = 20_000;
const SWEEP_PAGE_SIZE = 500;
/** Every so often all are gone through, in case one was overlooked. */
const SWEEP_INTERVAL_MS = 10 * 60_000;
const RETRY_MS = 5_000;
const MAX_NAP_MS = 60_000;
/** For so long those in hand are waited for at the end. */
const LAST_WAIT_MS = 15_000;
/** Longer than most logs take; shorter than a node that is away is waited for. */
const SLOW_VISIT_MS = 15_000;

/**
 * Captures the logs of the TaskRuns of a cluster while this process holds the
 * lease of the cluster.
 *
 * It learns of runs when the recorder has committed them, and goes through all
 * whose logs are not done with at its start and from time to time. What it
 * remembers is a bounded queue of uids; how far a log was read stands in the
 * store, and is written under the lease. So a restart forgets nothing, and a
 * process that wakes up late does no harm.
 */
export class LogCollector {
  private readonly cluster: string;
  private readonly connection: ClusterConnection;
  private readonly store: LogCaptureStore;
  private readonly capture: TaskRunCapture;
  private readonly describer: LogDescriber;
  private readonly settings: CaptureSettings;
  private readonly troubles: Troubles;
  private readonly answers: CaptureAnswers;
  private readonly metrics: LogCaptureMetrics;
  private readonly onLost: () => void;
  private readonly logger: LoggerService;
  private readonly clock: CaptureClock;

  private readonly maxQueued: number;
  private readonly queue: CaptureQueue;
  private readonly inHand = new Map<string, Promise<void>>();
  /** Runs that changed while they were in hand. */
  private readonly changed = new Set<string>();
  /** Runs whose last visit took long, and did not bring all of their logs. */
  private readonly slow = new Set<string>();
  private readonly nap: Nap;
  /** When all are to be gone through (ms since 1970, UTC). */
  private sweepAt = 0;

  constructor(options: {
    cluster: string;
    connection: ClusterConnection;
    archive: Pick<LogArchive, 'append'>;
    logs: LogStore;
    store: LogCaptureStore;
    lease: Lease;
    /** As Tekton Results names a driver, or the one that is used now. */
    logType: (driver: string | undefined) => string;
    settings: CaptureSettings;
    monitor: LogCaptureMonitor;
    metrics: LogCaptureMetrics;
    /** A write was refused, as another process has the lease. */
    onLost: () => void;
    maxFollowMs?: number;
    /** How many runs are remembered. */
    maxQueued?: number;
    logger: LoggerService;
    clock: CaptureClock;
  }) {
    this.maxQueued = options.maxQueued ?? MAX_QUEUED;
    this.queue = new CaptureQueue(this.maxQueued);
    this.cluster = options.cluster;
    this.connection = options.connection;
    this.store = options.store;
    this.settings = options.settings;
    this.metrics = options.metrics;
    this.onLost = options.onLost;
    this.logger = options.logger;
    this.clock = options.clock;
    this.nap = new Nap(options.clock);
    const now = () => this.clock.now();
    this.troubles = new Troubles({ monitor: options.monitor, now });
    this.capture = new TaskRunCapture({
      ...options,
      onRead: run => this.wasRead(run),
      now,
    });
    this.describer = new LogDescriber({ ...options, now });
    this.answers = new CaptureAnswers({
      ...options,
      capture: this.capture,
      troubles: this.troubles,
      look: uid => this.look(uid),
      now,
    });
    options.monitor.observeBacklog(() => ({
      size: this.queue.overdue(now()) + this.inHand.size,
      oldestSince: this.queue.nextDue(),
    }));
  }

  /** New states of runs were committed. */
  stored(runs: readonly CapturedRun[]): void {
    for (const { facts } of runs) {
      if (
        facts.kind === 'TaskRun' ||
        (facts.kind === 'PipelineRun' && isFinished(facts.status))
      ) {
        this.look(facts.uid);
      }
    }
  }

  /**
   * Tells whether the logs of a run are in, and sees to it that they get in soon.
   * Never rejects, but for the signal.
   */
  async ensureCaptured(
    run: StewardedRun,
    { signal }: { signal: AbortSignal },
  ): Promise<CapturedLogs> {
    return this.answers.ensureCaptured(run, { signal });
  }

  /**
   * Works until the signal is aborted, and what is in hand has ended; never
   * rejects. A driver that hangs is not waited for without end: nothing is written
   * when the lease has gone on.
   */
  async run(signal: AbortSignal): Promise<void> {
    await Promise.all([this.work(signal), this.sweepAgain(signal)]);
    const waiting = new AbortController();
    await Promise.race([
      Promise.all(this.inHand.values()),
      pause(this.clock, LAST_WAIT_MS, waiting.signal),
    ]);
    waiting.abort();
    // Another process has them now.
    this.metrics.queued(0);
  }

  private look(uid: string): void {
    if (this.inHand.has(uid)) {
      this.changed.add(uid);
    } else {
      this.plan(uid, this.clock.now());
    }
  }

  private plan(uid: string, due: number): void {
    const lane = this.slow.has(uid) ? 'slow' : 'quick';
    if (!this.queue.add(uid, due, lane)) {
      // It is found again then, and not before its time.
      this.sweepAt = Math.min(this.sweepAt, due);
    }
    this.nap.wake();
  }

  private async work(signal: AbortSignal): Promise<void> {
    let after: string | undefined;
    while (!signal.aborted) {
      try {
        if (this.canSweep()) {
          // Whoever finds no room in the meantime asks for it again.
          this.sweepAt = Infinity;
          after = await this.sweepPage(after).catch((error: unknown) => {
            this.sweepAt = 0;
            throw error;
          });
          this.sweepAt = after === undefined ? this.sweepAt : 0;
        }
        await this.takeOn(signal);
        await this.nap.sleep(this.napMs(), signal);
      } catch (error) {
        if (!signal.aborted) {
          this.troubles.notStored(error);
          this.logger.warn(
            `The logs of cluster ${this.cluster} cannot be looked after now`,
            { error: toError(error).message },
          );
        }
        await pause(this.clock, RETRY_MS, signal);
      }
    }
  }

  private async sweepAgain(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await pause(this.clock, SWEEP_INTERVAL_MS, signal);
      this.sweepAt = 0;
      this.nap.wake();
    }
  }

  /** Those that only wait hold nothing up: they give their places to others. */
  private canSweep(): boolean {
    const now = this.clock.now();
    return this.sweepAt <= now && this.queue.overdue(now) < this.maxQueued / 2;
  }

  private async sweepPage(after: string | undefined) {
    const { uids, next } = await this.store.undescribed({
      cluster: this.cluster,
      after,
      limit: Math.min(SWEEP_PAGE_SIZE, this.maxQueued / 2),
    });
    for (const uid of uids) {
      // Those that wait for their time are known.
      if (!this.queue.has(uid)) {
        this.look(uid);
      }
    }
    return next;
  }

  private napMs(): number {
    if (this.inHand.size >= this.settings.concurrency) {
      return MAX_NAP_MS;
    }
    if (this.canSweep()) {
      return 0;
    }
    const now = this.clock.now();
    const lane = this.slowPlaces() > 0 ? undefined : 'quick';
    const due = this.queue.nextDue(lane) ?? Infinity;
    // A sweep whose time has come waits for room, not for time.
    const sweepAt = this.sweepAt > now ? this.sweepAt : Infinity;
    return Math.min(Math.max(Math.min(due, sweepAt) - now, 0), MAX_NAP_MS);
  }

  /** Takes as many runs in hand as hands are free. */
  private async takeOn(signal: AbortSignal): Promise<void> {
    const now = this.clock.now();
    const free = this.settings.concurrency - this.inHand.size;
    this.metrics.queued(this.queue.overdue(now));
    const uids = this.queue.take(now, { all: free, slow: this.slowPlaces() });
    if (uids.length === 0) {
      return;
    }
    const { runs, unreadable } = await readRuns(
      this.store,
      this.cluster,
      uids,
    ).catch((error: unknown) => {
      uids.forEach(uid => this.plan(uid, now + RETRY_MS));
      throw error;
    });
    for (const run of runs) {
      this.handle(run, signal);
    }
    for (const [uid, cause] of unreadable) {
      this.plan(uid, this.retryAt({ uid, what: `run ${uid}` }, { cause }));
    }
    const found = new Set(runs.map(({ uid }) => uid));
    uids
      .filter(uid => !found.has(uid) && !unreadable.has(uid))
      .forEach(uid => this.forget(uid));
  }

  /**
   * How many more slow runs may be taken in hand: those that wait for a node that
   * is away, or for a container that goes on, must not keep all others waiting.
   */
  private slowPlaces(): number {
    const inHand = [...this.inHand.keys()].filter(uid => this.slow.has(uid));
    const places = Math.max(Math.floor(this.settings.concurrency / 2), 1);
    return Math.max(places - inHand.length, 0);
  }

  /** It is not in the store any more, or done with. */
  private forget(uid: string): void {
    this.troubles.solved(uid);
    this.answers.forget(uid);
    this.capture.forget(uid);
    this.slow.delete(uid);
  }

  private wasRead({ namespace }: LoggedRun): void {
    if (this.troubles.isDenied(namespace)) {
      // Somebody has granted the right by now.
      this.queue.hasten(this.clock.now());
    }
    this.troubles.read(namespace);
  }

  private handle(run: LoggedRun, signal: AbortSignal): void {
    const startedAt = this.clock.now();
    const done = this.visit(run, signal).then(next => {
      this.inHand.delete(run.uid);
      const tookMs = this.clock.now() - startedAt;
      if (next !== undefined && tookMs >= SLOW_VISIT_MS) {
        this.slow.add(run.uid);
      } else {
        this.slow.delete(run.uid);
      }
      if (next !== undefined) {
        this.plan(run.uid, next);
      }
      if (this.changed.delete(run.uid)) {
        this.plan(run.uid, this.clock.now());
      }
      this.nap.wake();
    });
    this.inHand.set(run.uid, done);
  }

  /** @returns when to look at the run again; never rejects */
  private async visit(
    run: LoggedRun,
    signal: AbortSignal,
  ): Promise<number | undefined> {
    try {
      const next =
        run.kind === 'PipelineRun'
          ? await this.describer.describePipelineRun(run)
          : await this.captureTaskRun(run, signal);
      this.troubles.solved(run.uid);
      return next;
    } catch (error) {
      return signal.aborted ? undefined : this.failed(run, error);
    }
  }

  private async captureTaskRun(
    run: LoggedRun,
    signal: AbortSignal,
  ): Promise<number | undefined> {
    if (run.described) {
      return undefined;
    }
    const startedAt = this.clock.now();
    const { done, next, goesOn } = await this.capture.capture(run, signal);
    if (!done) {
      const complete = goesOn || !isFinished(run.status);
      this.answers.visited(run.uid, { startedAt, complete });
      return next;
    }
    await this.describer.describeTaskRun(run);
    this.forget(run.uid);
    if (run.ownerUid) {
      this.look(run.ownerUid);
    }
    return undefined;
  }

  /** @returns when to try it again */
  private failed(run: LoggedRun, error: unknown): number {
    if (error instanceof LeaseLostError) {
      this.onLost();
      return this.clock.now() + RETRY_MS;
    }
    const { uid, kind, namespace, name } = run;
    const cause = error instanceof StepLogError ? error.cause : toError(error);
    const isSource = error instanceof StepLogError && error.isSource;
    if (isSource) {
      this.troubles.notRead(cause, namespace);
    } else {
      this.troubles.notStored(cause);
    }
    if (cause instanceof ClusterError && cause.status === 401) {
      this.connection.renewCredential();
    }
    const { message } = toError(error);
    const what = `${kind} ${namespace}/${name}`;
    return this.retryAt({ uid, what }, { cause, isSource, message });
  }

  private retryAt(
    { uid, what }: { uid: string; what: string },
    failure: { cause: Error; isSource?: boolean; message?: string },
  ): number {
    const { cause, isSource = false, message = cause.message } = failure;
    const failures = this.troubles.failed(uid, message);
    this.metrics.failed(codeOf(cause, isSource));
    // Once for each run, as many may fail for the same reason for long.
    if (failures === 1 && !isForbidden(cause)) {
      this.logger.warn(
        `The logs of ${what} of cluster ${this.cluster} are not stored yet; it is tried again`,
        { error: message },
      );
    }
    const random = this.clock.random();
    return (
      this.clock.now() + captureDelayMs({ error: cause, failures, random })
    );
  }
}

function codeOf(error: Error, isSource: boolean) {
  if (!isSource) {
    return 'storage' as const;
  }
  return error instanceof ClusterError ? error.code : ('clusterError' as const);
}
