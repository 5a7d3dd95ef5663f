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
import { captureDelayMs, isForbidden } from './captureDelay';
import { CaptureQueue } from './CaptureQueue';
import type { CaptureSettings } from './CaptureSettings';
import { describeLoss } from './describeLoss';
import type { LogCaptureMetrics } from './LogCaptureMetrics';
import { LogDescriber } from './LogDescriber';
import { StepLogError, TaskRunCapture } from './TaskRunCapture';
import { isDeleting } from './taskRunLogs';
import { Troubles, type LogCaptureMonitor } from './Troubles';

/** What waits in memory; more is found again in the store. */
const MAX_QUEUED = 20_000;
const SWEEP_PAGE_SIZE = 500;
/** Every so often all are gone through, in case one was overlooked. */
const SWEEP_INTERVAL_MS = 10 * 60_000;
const RETRY_MS = 5_000;
const MAX_NAP_MS = 60_000;

/** Time and chance, which tests make up. */
export interface CaptureClock {
  /** Milliseconds since 1970 (UTC). */
  now(): number;
  /** At least 0, below 1. */
  random(): number;
  /** Rejects when the signal is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** How the logs of a run stand; the first two are the last word. */
export type CapturedLogs =
  | { readonly done: true; readonly givenUp?: string }
  | { readonly done: false; readonly reason: string };

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
  private readonly logs: LogStore;
  private readonly store: LogCaptureStore;
  private readonly capture: TaskRunCapture;
  private readonly describer: LogDescriber;
  private readonly settings: CaptureSettings;
  private readonly troubles: Troubles;
  private readonly metrics: LogCaptureMetrics;
  private readonly onLost: () => void;
  private readonly logger: LoggerService;
  private readonly clock: CaptureClock;

  private readonly maxQueued: number;
  private readonly queue: CaptureQueue;
  private readonly inHand = new Map<string, Promise<void>>();
  /** Runs that changed while they were in hand. */
  private readonly changed = new Set<string>();
  /** Deleted runs that have not ended, and since when somebody waits for them. */
  private readonly asked = new Map<string, number>();
  private readonly visited = new Map<string, number>();
  private wake = () => {};
  private mustSweep = true;

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
    this.logs = options.logs;
    this.store = options.store;
    this.settings = options.settings;
    this.metrics = options.metrics;
    this.onLost = options.onLost;
    this.logger = options.logger;
    this.clock = options.clock;
    const now = () => this.clock.now();
    this.troubles = new Troubles({ monitor: options.monitor, now });
    this.capture = new TaskRunCapture({
      ...options,
      onRead: () => this.wasRead(),
      now,
    });
    this.describer = new LogDescriber({ ...options, now });
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
    if (run.kind !== 'TaskRun') {
      // Its TaskRuns are asked for by themselves.
      return { done: true };
    }
    try {
      return await this.stateOf(run);
    } catch (error) {
      signal.throwIfAborted();
      return { done: false, reason: toError(error).message };
    }
  }

  /** Works until the signal is aborted, and what is in hand has ended; never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    await Promise.all([this.work(signal), this.sweepAgain(signal)]);
    await Promise.all(this.inHand.values());
    // Another process has them now.
    this.metrics.queued(0);
  }

  private async stateOf(run: StewardedRun): Promise<CapturedLogs> {
    const { cluster } = this;
    const { uid, payload } = run;
    const finished = isFinished(run.status);
    const plan = await this.capture.plan({
      ...run,
      cluster,
      gone: false,
      described: false,
    });
    if (plan.done) {
      const logs = await this.logs.logsOf(cluster, [uid]);
      return { done: true, givenUp: describeLoss(logs) };
    }
    const trouble = this.troubles.of(uid);
    const isDenied = this.troubles.isDenied();
    if (trouble && isDenied) {
      return { done: true, givenUp: trouble };
    }
    if (!finished && isDeleting(payload)) {
      // Its steps go on, and so may wait for long: what there is by now is kept.
      const since = this.asked.get(uid) ?? this.clock.now();
      this.asked.set(uid, since);
      if ((this.visited.get(uid) ?? -Infinity) >= since && !trouble) {
        this.asked.delete(uid);
        return plan.tasks.length > 0
          ? { done: true, givenUp: 'the run was deleted while its steps ran' }
          : { done: true };
      }
    }
    if (!trouble) {
      this.look(uid);
    }
    const [task] = plan.tasks;
    return {
      done: false,
      reason:
        trouble ??
        `the log of step ${task?.container.step ?? '?'} is not stored yet`,
    };
  }

  private look(uid: string): void {
    if (this.inHand.has(uid)) {
      this.changed.add(uid);
    } else {
      this.plan(uid, this.clock.now());
    }
  }

  private plan(uid: string, due: number): void {
    if (!this.queue.add(uid, due)) {
      this.mustSweep = true;
    }
    this.wake();
  }

  private async work(signal: AbortSignal): Promise<void> {
    let after: string | undefined;
    while (!signal.aborted) {
      try {
        if (this.canSweep()) {
          // Whoever finds no room in the meantime asks for it again.
          this.mustSweep = false;
          after = await this.sweepPage(after).catch((error: unknown) => {
            this.mustSweep = true;
            throw error;
          });
          this.mustSweep ||= after !== undefined;
        }
        await this.takeOn(signal);
        await this.nap(this.napMs(), signal);
      } catch (error) {
        if (!signal.aborted) {
          this.troubles.notStored(error);
          this.logger.warn(
            `The logs of cluster ${this.cluster} cannot be looked after now`,
            { error: toError(error).message },
          );
        }
        await this.pause(RETRY_MS, signal);
      }
    }
  }

  private async sweepAgain(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.pause(SWEEP_INTERVAL_MS, signal);
      this.mustSweep = true;
      this.wake();
    }
  }

  /** Those that only wait hold nothing up: they give their places to others. */
  private canSweep(): boolean {
    return (
      this.mustSweep &&
      this.queue.overdue(this.clock.now()) < this.maxQueued / 2
    );
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
    const due = this.queue.nextDue() ?? Infinity;
    return Math.min(Math.max(due - this.clock.now(), 0), MAX_NAP_MS);
  }

  /** Takes as many runs in hand as hands are free. */
  private async takeOn(signal: AbortSignal): Promise<void> {
    const now = this.clock.now();
    const free = this.settings.concurrency - this.inHand.size;
    this.metrics.queued(this.queue.overdue(now));
    const uids = this.queue.take(now, free);
    if (uids.length === 0) {
      return;
    }
    const runs = await this.store
      .runs(this.cluster, uids)
      .catch((error: unknown) => {
        uids.forEach(uid => this.queue.add(uid, now + RETRY_MS));
        throw error;
      });
    for (const run of runs) {
      this.handle(run, signal);
    }
    const found = new Set(runs.map(({ uid }) => uid));
    uids.filter(uid => !found.has(uid)).forEach(uid => this.forget(uid));
  }

  /** It is not in the store any more, or done with. */
  private forget(uid: string): void {
    this.troubles.solved(uid);
    this.asked.delete(uid);
    this.visited.delete(uid);
  }

  private wasRead(): void {
    if (this.troubles.isDenied()) {
      // Somebody has granted the right by now.
      this.queue.hasten(this.clock.now());
    }
    this.troubles.read();
  }

  private handle(run: LoggedRun, signal: AbortSignal): void {
    const done = this.visit(run, signal).then(next => {
      this.inHand.delete(run.uid);
      if (next !== undefined) {
        this.plan(run.uid, next);
      }
      if (this.changed.delete(run.uid)) {
        this.plan(run.uid, this.clock.now());
      }
      this.wake();
    });
    this.inHand.set(run.uid, done);
  }

  /** @returns when to look at the run again; never rejects */
  private async visit(
    run: LoggedRun,
    signal: AbortSignal,
  ): Promise<number | undefined> {
    const startedAt = this.clock.now();
    try {
      const next =
        run.kind === 'PipelineRun'
          ? await this.describer.describePipelineRun(run)
          : await this.captureTaskRun(run, signal);
      this.troubles.solved(run.uid);
      if (this.asked.has(run.uid)) {
        this.visited.set(run.uid, startedAt);
      }
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
    const { done, next } = await this.capture.capture(run, signal);
    if (!done) {
      return next;
    }
    await this.describer.describeTaskRun(run);
    this.forget(run.uid);
    if (run.ownerUid) {
      this.look(run.ownerUid);
    }
    return undefined;
  }

  private failed(
    { uid, kind, namespace, name }: LoggedRun,
    error: unknown,
  ): number {
    const now = this.clock.now();
    if (error instanceof LeaseLostError) {
      this.onLost();
      return now + RETRY_MS;
    }
    const cause = error instanceof StepLogError ? error.cause : toError(error);
    const isSource = error instanceof StepLogError && error.isSource;
    const { message } = toError(error);
    const failures = this.troubles.failed(uid, message);
    if (isSource) {
      this.troubles.notRead(cause);
    } else {
      this.troubles.notStored(cause);
    }
    this.metrics.failed(codeOf(cause, isSource));
    if (cause instanceof ClusterError && cause.status === 401) {
      this.connection.renewCredential();
    }
    // Once for each run, as many may fail for the same reason for long.
    if (failures === 1 && !isForbidden(cause)) {
      this.logger.warn(
        `The logs of ${kind} ${namespace}/${name} of cluster ${this.cluster} are not stored yet; it is tried again`,
        { error: message },
      );
    }
    const random = this.clock.random();
    return now + captureDelayMs({ error: cause, failures, random });
  }

  /** Sleeps until a time has passed or something has changed. */
  private async nap(ms: number, signal: AbortSignal): Promise<void> {
    if (ms <= 0) {
      return;
    }
    const nap = new AbortController();
    const wake = () => nap.abort();
    this.wake = wake;
    signal.addEventListener('abort', wake, { once: true });
    await this.pause(ms, nap.signal);
    signal.removeEventListener('abort', wake);
    this.wake = () => {};
  }

  private async pause(ms: number, signal: AbortSignal): Promise<void> {
    await this.clock.sleep(ms, signal).catch(error => {
      if (!signal.aborted) {
        throw error;
      }
    });
  }
}

function codeOf(error: Error, isSource: boolean) {
  if (!isSource) {
    return 'storage' as const;
  }
  return error instanceof ClusterError ? error.code : ('clusterError' as const);
}
