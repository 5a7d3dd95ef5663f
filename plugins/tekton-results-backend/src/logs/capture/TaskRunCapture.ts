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
import { POD_RESOURCE, type ClusterConnection } from '../../cluster';
import {
  LeaseLostError,
  type Lease,
  type LogCaptureStore,
  type LoggedRun,
  type LogStore,
  type StepLog,
} from '../../store';
import type { LogArchive } from '../LogArchive';
import type { CaptureSettings } from './CaptureSettings';
import { decideOnLog, givenUp, type LogOutcome } from './decideOnLog';
import type { LogCaptureMetrics } from './LogCaptureMetrics';
import {
  logKey,
  nextIntervalMs,
  planCapture,
  type CapturePlan,
  type LogTask,
  type PastRead,
} from './planCapture';
import { podFacts, type PodFacts } from './podFacts';
import { RefusalCounter } from './RefusalCounter';
import {
  LogSourceError,
  StepLogReader,
  type LogProgress,
} from './StepLogReader';
import { isDeleting, isStopping } from './taskRunLogs';

/** A proxy that loses its way answers 404 as well, but not for long. */
const GONE_AFTER_MS = 5_000;
/** How soon a log is looked at again that should have ended by now. */
const LOOK_AGAIN_MS = 2_000;
/** More passes than a run needs: what opens logs is followed by reading them. */
const MAX_PASSES = 3;
const MAX_REMEMBERED = 10_000;

/** How the logs of a TaskRun stand after a visit. */
export interface CaptureResult {
  /** Nothing is left to do. */
  readonly done: boolean;
  /** When to look again (ms since 1970, UTC); absent: when the run changes. */
  readonly next?: number;
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

/** It was the pod that could not be read. */
class PodSourceError extends LogSourceError {}

/** Captures the logs of one TaskRun after another. */
export class TaskRunCapture {
  private readonly connection: ClusterConnection;
  private readonly logs: LogStore;
  private readonly lease: Lease;
  private readonly reader: StepLogReader;
  private readonly settings: CaptureSettings;
  private readonly metrics: LogCaptureMetrics;
  private readonly now: () => number;
  private readonly onRead: () => void;

  private readonly reads = new Map<string, PastRead>();
  /** Since when pods have been missing, by run and name. */
  private readonly missing = new Map<string, number>();
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
    onRead: () => void;
    maxFollowMs?: number;
    now: () => number;
  }) {
    this.connection = options.connection;
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
    let waits: number | undefined;
    for (let pass = 0; pass < MAX_PASSES; pass += 1) {
      const plan = await this.plan(run);
      if (plan.open.length > 0) {
        await this.logs.open(plan.open, { lease: this.lease });
      }
      if (plan.done || plan.tasks.length === 0) {
        return { done: plan.done, next: earlier(waits, plan.next) };
      }
      const known = await this.logs.logsOf(run.cluster, [run.uid]);
      const outcome = await this.work(run, { plan, known, signal });
      waits = outcome.next;
      if (waits !== undefined) {
        return { done: false, next: earlier(waits, plan.next) };
      }
    }
    return { done: false, next: this.now() + LOOK_AGAIN_MS };
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

  private async work(
    run: LoggedRun,
    options: {
      plan: CapturePlan;
      known: readonly StepLog[];
      signal: AbortSignal;
    },
  ): Promise<{ next?: number }> {
    const { plan, known, signal } = options;
    const byKey = new Map(known.map(log => [logKey(log), log]));
    const pods = new Map<string, PodFacts>();
    let next: number | undefined;
    let failure: StepLogError | undefined;
    for (const task of plan.tasks) {
      signal.throwIfAborted();
      const key = logKey({ ...task.attempt, ...task.container });
      const log = byKey.get(key);
      if (log?.state !== 'streaming') {
        continue;
      }
      try {
        const again = await this.lookAfter(run, { task, log, pods, signal });
        next = earlier(next, again);
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
    return { next };
  }

  /** @returns when to look at the log again; undefined: at once, or never */
  private async lookAfter(
    run: LoggedRun,
    options: {
      task: LogTask;
      log: StepLog;
      pods: Map<string, PodFacts>;
      signal: AbortSignal;
    },
  ): Promise<number | undefined> {
    const { task, log, pods, signal } = options;
    const { attempt } = task;
    if (!attempt.podName) {
      const pod = { kind: 'missing' } as const;
      return this.decided(run, { task, log, pod, signal });
    }
    const pod =
      pods.get(attempt.podName) ??
      (await this.readPod(run, attempt.podName, signal));
    pods.set(attempt.podName, pod);
    if (pod.kind === 'pod') {
      await this.openInitContainers(run, task, pod);
    }
    const missingUntil = this.missingUntil(run, attempt.podName, pod);
    return missingUntil ?? this.decided(run, { task, log, pod, signal });
  }

  private async decided(
    run: LoggedRun,
    options: {
      task: LogTask;
      log: StepLog;
      pod: PodFacts;
      signal: AbortSignal;
    },
  ): Promise<number | undefined> {
    const { task, log, pod, signal } = options;
    const { namespace, payload } = run;
    const hurried = isStopping(payload) || isDeleting(payload);
    const decision = decideOnLog({ task, log, pod, hurried });
    const request = { log, namespace, signal };
    switch (decision.kind) {
      case 'settle':
        await this.settle(task, log, decision.outcome);
        return undefined;
      case 'wait':
        return this.now() + LOOK_AGAIN_MS;
      case 'read':
        return this.took(run, task, await this.reader.read(request));
      case 'follow':
        return this.took(
          run,
          task,
          await this.reader.follow(request, () =>
            this.endOf(run, task, signal),
          ),
        );
      default:
        return this.took(run, task, await this.reader.finish(request));
    }
  }

  /** Notes what was read. */
  private async took(
    run: LoggedRun,
    task: LogTask,
    { log, bytes, outcome }: LogProgress,
  ): Promise<number | undefined> {
    const { settings } = this;
    this.onRead();
    this.metrics.stored(bytes);
    this.refusals.forget(log.id);
    if (outcome) {
      await this.settle(task, log, outcome);
      return undefined;
    }
    const key = `${run.uid}/${logKey(log)}`;
    const past = this.reads.get(key);
    const read = {
      at: this.now(),
      intervalMs: nextIntervalMs({ past, bytes, settings }),
    };
    remember(this.reads, key, read);
    return task.ending ? read.at + LOOK_AGAIN_MS : read.at + read.intervalMs;
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

  private async readPod(
    { uid, namespace }: LoggedRun,
    name: string,
    signal: AbortSignal,
  ): Promise<PodFacts> {
    try {
      const pod = await this.connection.getObject({
        resource: POD_RESOURCE,
        namespace,
        name,
        signal,
      });
      return podFacts(pod, uid);
    } catch (error) {
      throw new PodSourceError(error);
    }
  }

  /** Until when it is not believed that a pod is gone. */
  private missingUntil(
    { uid }: LoggedRun,
    name: string,
    { kind }: PodFacts,
  ): number | undefined {
    const key = `${uid}/${name}`;
    if (kind !== 'missing') {
      this.missing.delete(key);
      return undefined;
    }
    const since = this.missing.get(key) ?? this.now();
    remember(this.missing, key, since);
    const until = since + GONE_AFTER_MS;
    return this.now() < until ? until : undefined;
  }

  private async endOf(
    run: LoggedRun,
    { attempt, container }: LogTask,
    signal: AbortSignal,
  ) {
    const pod = await this.readPod(run, attempt.podName ?? '', signal);
    if (pod.kind !== 'pod') {
      return 'gone';
    }
    const found = pod.containers.get(container.container);
    return found?.state === 'terminated' || pod.over ? 'ended' : 'no';
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

function remember<T>(map: Map<string, T>, key: string, value: T): void {
  const [oldest] = map.keys();
  if (!map.has(key) && map.size >= MAX_REMEMBERED) {
    map.delete(oldest);
  }
  map.set(key, value);
}
