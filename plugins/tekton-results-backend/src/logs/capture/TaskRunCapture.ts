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

import { toError } from '@backstage/errors';
import type { ClusterConnection } from '../../cluster';
import {
  LeaseLostError,
  type Lease,
  type LogCaptureStore,
  type LoggedRun,
  type LogStore,
  type StepLog,
} from '../../store';
import type { LogArchive } from '../LogArchive';
import { endingDelayMs } from './captureDelay';
import type { CaptureSettings } from './CaptureSettings';
import { decideOnLog, givenUp, type LogOutcome } from './decideOnLog';
import type { LogCaptureMetrics } from './LogCaptureMetrics';
import { writesSince } from './missingHead';
import {
  logKey,
  nextIntervalMs,
  planCapture,
  type CapturePlan,
  type LogTask,
  type PastRead,
} from './planCapture';
import type { PodFacts } from './podFacts';
import { PodReader, PodSourceError } from './PodReader';
import { remember } from './remember';
import { RefusalCounter } from './RefusalCounter';
import {
  LogSourceError,
  StepLogReader,
  type LogProgress,
} from './StepLogReader';
import { isDeleting, isStopping } from './taskRunLogs';

/** How soon a run is looked at again with which it did not come to an end. */
const LOOK_AGAIN_MS = 2_000;
const NOT_ENDED =
  'Its container had not ended when it was waited for no longer';
/** More passes than a run needs: what opens logs is followed by reading them. */
const MAX_PASSES = 3;

/** How the logs of a TaskRun stand after a visit. */
export interface CaptureResult {
  /** Nothing is left to do. */
  readonly done: boolean;
  /** When to look again (ms since 1970, UTC); absent: when the run changes. */
  readonly next?: number;
  /** All there was by now was read, of containers that run on. */
  readonly goesOn: boolean;
}

/** A log as one look at it left it. */
interface LookedAt {
  /** When to look at it again; absent: at once, or never. */
  readonly next?: number;
  /** It was read, and its container runs on. */
  readonly goesOn?: boolean;
}

/** The logs of a TaskRun with which something is wrong; all others were looked after. */
export class StepLogError extends Error {
  override name = 'StepLogError' as const;
  /** What the cluster or the archive failed with. */
  override readonly cause: Error;
  /** Whether it was the cluster. */
  readonly isSource: boolean;

  constructor(task: LogTask, error: unknown) {
    const isSource = error instanceof LogSourceError;
    const cause = toError(isSource ? error.cause : error);
    super(`step ${task.container.step}: ${cause.message}`);
    this.cause = cause;
    this.isSource = isSource;
  }
}

/** Captures the logs of one TaskRun after another. */
export class TaskRunCapture {
  private readonly pods: PodReader;
  private readonly logs: LogStore;
  private readonly lease: Lease;
  private readonly reader: StepLogReader;
  private readonly settings: CaptureSettings;
  private readonly metrics: LogCaptureMetrics;
  private readonly now: () => number;
  private readonly onRead: (run: LoggedRun) => void;

  private readonly reads = new Map<string, PastRead>();
  private readonly refusals = new RefusalCounter();

  constructor(options: {
    connection: ClusterConnection;
    archive: Pick<LogArchive, 'append'>;
    logs: LogStore;
    store: Pick<LogCaptureStore, 'noteHole'>;
    lease: Lease;
    settings: CaptureSettings;
    metrics: LogCaptureMetrics;
    /** A log was read, so the cluster and the archive work. */
    onRead: (run: LoggedRun) => void;
    maxFollowMs?: number;
    now: () => number;
  }) {
    this.pods = new PodReader(options);
    this.logs = options.logs;
    this.lease = options.lease;
    this.settings = options.settings;
    this.metrics = options.metrics;
    this.onRead = options.onRead;
    this.now = options.now;
    this.reader = new StepLogReader(options);
  }

  /**
   * Does all that can be done for the logs of a TaskRun now.
   *
   * @throws StepLogError for the first log with which something is wrong, when all
   * were looked after; LeaseLostError at once
   */
  async capture(run: LoggedRun, signal: AbortSignal): Promise<CaptureResult> {
    for (let pass = 0; pass < MAX_PASSES; pass += 1) {
      const plan = await this.plan(run);
      const { done } = plan;
      if (plan.open.length > 0) {
        await this.logs.open(plan.open, { lease: this.lease });
      }
      if (done || plan.tasks.length === 0) {
        return { done, next: plan.next, goesOn: false };
      }
      const known = await this.logs.logsOf(run.cluster, [run.uid]);
      const looked = await this.work(run, { plan, known, signal });
      const next = looked.reduce(
        (earliest, log) => earlier(earliest, log.next),
        plan.next,
      );
      if (looked.some(log => log.next !== undefined)) {
        const goesOn = looked.every(log => log.goesOn || !log.next);
        return { done: false, next, goesOn };
      }
    }
    return {
      done: false,
      next: this.now() + LOOK_AGAIN_MS,
      goesOn: false,
    };
  }

  /** How the logs stand by what is stored, and what would be done. */
  async plan(run: LoggedRun): Promise<CapturePlan> {
    return planCapture({
      run,
      known: await this.logs.logsOf(run.cluster, [run.uid]),
      lastRead: key => this.reads.get(`${run.uid}/${key}`),
      settings: this.settings,
      now: this.now(),
    });
  }

  /** Nobody will ask for the logs of a run any more. */
  forget(uid: string): void {
    this.pods.forget(uid);
  }

  private async work(
    run: LoggedRun,
    options: {
      plan: CapturePlan;
      known: readonly StepLog[];
      signal: AbortSignal;
    },
  ): Promise<LookedAt[]> {
    const { plan, known, signal } = options;
    const byKey = new Map(known.map(log => [logKey(log), log]));
    const pods = new Map<string, PodFacts>();
    const looked: LookedAt[] = [];
    let failure: StepLogError | undefined;
    for (const task of plan.tasks) {
      signal.throwIfAborted();
      const key = logKey({ ...task.attempt, ...task.container });
      const log = byKey.get(key);
      if (log?.state !== 'streaming') {
        continue;
      }
      try {
        looked.push(await this.lookAfter(run, { task, log, pods, signal }));
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof LeaseLostError) {
          throw error;
        }
        failure ??= await this.failed(run, { task, log, error });
      }
    }
    if (failure) {
      throw failure;
    }
    return looked;
  }

  private async lookAfter(
    run: LoggedRun,
    options: {
      task: LogTask;
      log: StepLog;
      pods: Map<string, PodFacts>;
      signal: AbortSignal;
    },
  ): Promise<LookedAt> {
    const { task, log, pods, signal } = options;
    const { attempt } = task;
    if (!attempt.podName) {
      const pod = { kind: 'missing' } as const;
      return this.decided(run, { task, log, pod, signal });
    }
    const pod =
      pods.get(attempt.podName) ??
      (await this.pods.read(run, attempt.podName, signal));
    pods.set(attempt.podName, pod);
    if (pod.kind === 'pod') {
      await this.openInitContainers(run, task, pod);
    }
    const missingUntil = this.pods.missingUntil(run, attempt.podName, pod);
    return missingUntil === undefined
      ? this.decided(run, { task, log, pod, signal })
      : { next: missingUntil };
  }

  private async decided(
    run: LoggedRun,
    options: {
      task: LogTask;
      log: StepLog;
      pod: PodFacts;
      signal: AbortSignal;
    },
  ): Promise<LookedAt> {
    const { task, log, pod, signal } = options;
    const { namespace, payload } = run;
    const hurried = isStopping(payload) || isDeleting(payload);
    const decision = decideOnLog({ task, log, pod, hurried });
    const lastRead = this.reads.get(`${run.uid}/${logKey(log)}`);
    const request = {
      log,
      namespace,
      writesSince: writesSince(task.attempt, task.container, lastRead?.at),
      signal,
    };
    switch (decision.kind) {
      case 'settle':
        await this.settle(task, log, decision.outcome);
        return {};
      case 'wait':
        return { next: this.now() + LOOK_AGAIN_MS };
      case 'read':
        return this.took(run, task, {
          progress: await this.reader.read(request),
          goesOn: true,
        });
      case 'follow':
        return this.took(run, task, {
          progress: await this.reader.follow(request, () =>
            this.pods.hasEnded(run, task, signal),
          ),
          goesOn: true,
        });
      default:
        return this.took(run, task, {
          progress: await this.reader.finish(request),
          goesOn: false,
        });
    }
  }

  /** Notes what was read. */
  private async took(
    run: LoggedRun,
    task: LogTask,
    { progress, goesOn }: { progress: LogProgress; goesOn: boolean },
  ): Promise<LookedAt> {
    const { settings } = this;
    const { log, bytes } = progress;
    this.onRead(run);
    this.metrics.stored(bytes);
    this.refusals.forget(log.id);
    const outcome =
      progress.outcome ??
      (task.tooLate ? givenUp(log, new Error(NOT_ENDED)) : undefined);
    if (outcome) {
      await this.settle(task, log, outcome);
      return {};
    }
    const key = `${run.uid}/${logKey(log)}`;
    const past = this.reads.get(key);
    const endings = (past?.endings ?? 0) + 1;
    const read = {
      at: this.now(),
      intervalMs: nextIntervalMs({ past, bytes, settings }),
      ...(task.ending && { endings }),
    };
    remember(this.reads, key, read);
    const delayMs = task.ending ? endingDelayMs(endings) : read.intervalMs;
    return { next: read.at + delayMs, goesOn };
  }

  private async settle(
    { container: { endedAt } }: LogTask,
    log: StepLog,
    outcome: LogOutcome,
  ): Promise<void> {
    await this.logs.settle(log.id, outcome, { lease: this.lease });
    this.reads.delete(`${log.runUid}/${logKey(log)}`);
    this.refusals.forget(log.id);
    this.metrics.settled(
      outcome,
      endedAt === undefined ? undefined : Math.max(this.now() - endedAt, 0),
    );
  }

  /** @returns what is wrong; undefined if it is not waited for any longer */
  private async failed(
    { gone }: LoggedRun,
    { task, log, error }: { task: LogTask; log: StepLog; error: unknown },
  ): Promise<StepLogError | undefined> {
    const failure = new StepLogError(task, error);
    const now = this.now();
    if (failure.isSource && task.ending) {
      const of = error instanceof PodSourceError ? 'pod' : 'log';
      this.refusals.add(log.id, failure.cause, { now, of, gone });
    }
    if (!task.tooLate && !this.refusals.isFinal(log.id, now)) {
      return failure;
    }
    // What it has by now: some of it may have been read before it failed.
    const [present = log] = (
      await this.logs.logsOf(log.cluster, [log.runUid])
    ).filter(({ id }) => id === log.id);
    await this.settle(task, present, givenUp(present, failure.cause));
    return undefined;
  }

  /** Of these only the pod tells. */
  private async openInitContainers(
    { cluster, uid }: LoggedRun,
    { attempt: { attempt, podName = '', containers } }: LogTask,
    pod: Extract<PodFacts, { kind: 'pod' }>,
  ): Promise<void> {
    if (!this.settings.initContainers || pod.initContainers.length === 0) {
      return;
    }
    await this.logs.open(
      pod.initContainers.map((container, index) => ({
        cluster,
        runUid: uid,
        attempt,
        container,
        kind: 'init',
        step: container,
        position: containers.length + index,
        podName,
      })),
      { lease: this.lease },
    );
  }
}

function earlier(
  a: number | undefined,
  b: number | undefined,
): number | undefined {
  return a === undefined || b === undefined ? a ?? b : Math.min(a, b);
}
