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

import { isFinished } from 'backstage-plugin-tekton-results-common';
import type { LoggedRun, NewStepLog, StepLog } from '../../store';
import { endingDelayMs } from './captureDelay';
import type { CaptureSettings } from './CaptureSettings';
import {
  isDeleting,
  isStopping,
  taskRunAttempts,
  type TaskRunAttempt,
  type TaskRunContainer,
} from './taskRunLogs';

/** So soon no cluster has thrown away the beginning of a log, or hardly any. */
const FIRST_READ_MS = 5_000;

/** When a step was last read, and after which time it is read again. */
export interface PastRead {
  readonly at: number;
  readonly intervalMs: number;
  /** How often it was read when nobody expected it to run on. */
  readonly endings?: number;
}

/** A log that is to be looked after now. */
export interface LogTask {
  readonly attempt: TaskRunAttempt;
  readonly container: TaskRunContainer;
  /** Nothing will come that the pod does not have, or write soon. */
  readonly ending: boolean;
  /** It will not be waited for any longer. */
  readonly tooLate: boolean;
}

/** What is to be done for the logs of a TaskRun. */
export interface CapturePlan {
  /** Logs that are to be known as streaming. */
  readonly open: readonly NewStepLog[];
  readonly tasks: readonly LogTask[];
  /** Logs that are to be looked after later. */
  readonly later: readonly LogTask[];
  /** Whether there is nothing to do any more, ever. */
  readonly done: boolean;
  /**
   * When there is something to do if the run does not change (ms since 1970,
   * UTC); absent: never.
   */
  readonly next?: number;
}

/** By which a log is known among those of a TaskRun. */
export function logKey(log: { attempt: number; container: string }): string {
  return `${log.attempt}/${log.container}`;
}

/**
 * Decides which logs of a TaskRun are opened, and which are read now.
 *
 * @param options - `known`: the logs of the run that are in the store; `lastRead`:
 * of a log by its {@link logKey}, as far as it is remembered
 */
export function planCapture(options: {
  run: LoggedRun;
  known: readonly StepLog[];
  lastRead: (key: string) => PastRead | undefined;
  settings: CaptureSettings;
  now: number;
}): CapturePlan {
  const { run, known, lastRead, settings, now } = options;
  const finished = isFinished(run.status) || run.gone;
  const attempts = taskRunAttempts(run.payload, settings);
  const hurried = isStopping(run.payload) || isDeleting(run.payload);
  const tooLate =
    finished &&
    settings.storeDeadlineMs !== undefined &&
    run.finalStoredAt !== undefined &&
    now >= run.finalStoredAt + settings.storeDeadlineMs;
  const byKey = new Map(known.map(log => [logKey(log), log]));
  const isImported = known.some(
    ({ kind, segments }) => kind === 'whole' && segments > 0,
  );

  const open: NewStepLog[] = [];
  const tasks: LogTask[] = [];
  const later: LogTask[] = [];
  let next = Infinity;
  for (const attempt of attempts) {
    const over = finished || attempt !== attempts.at(-1);
    for (const container of containersOf(attempt, known)) {
      const key = logKey({ ...attempt, ...container });
      const log = byKey.get(key);
      const ending = over || container.phase === 'ended';
      const isOpen = log ? log.state === 'streaming' : !isImported;
      if (!isOpen || !(ending || isDue(container))) {
        continue;
      }
      if (!log) {
        open.push(newLog(run, attempt, container));
      }
      const task = { attempt, container, ending, tooLate };
      const due = dueAt(task, lastRead(key));
      if (due <= now) {
        tasks.push(task);
      } else {
        later.push(task);
        next = Math.min(next, due);
      }
    }
  }
  // Sooner ended, sooner in; those that are followed to their end come last.
  tasks.sort((a, b) => rank(a) - rank(b));
  return {
    open,
    tasks,
    later,
    done: finished && tasks.length + later.length === 0,
    ...(next < Infinity && { next }),
  };

  function dueAt({ container, ending }: LogTask, read?: PastRead): number {
    if (hurried || run.gone || tooLate) {
      return now;
    }
    if (ending) {
      return read?.endings ? read.at + endingDelayMs(read.endings) : now;
    }
    return read
      ? read.at + read.intervalMs
      : (container.startedAt ?? now) +
          Math.min(FIRST_READ_MS, settings.intervalMs);
  }
}

/** A container that has not started has no log yet. */
function isDue({ phase }: TaskRunContainer): boolean {
  return phase !== 'waiting';
}

function rank({ container: { phase } }: LogTask): number {
  return phase === 'running' ? 1 : 0;
}

/**
 * Those that the TaskRun tells of, and others of which there is a log: init
 * containers, of which only the pod tells, and what a later state left out.
 */
function containersOf(
  attempt: TaskRunAttempt,
  known: readonly StepLog[],
): TaskRunContainer[] {
  const told = new Set(attempt.containers.map(({ container }) => container));
  const others = known.filter(
    log =>
      log.attempt === attempt.attempt &&
      log.kind !== 'whole' &&
      !told.has(log.container),
  );
  return [
    ...attempt.containers,
    ...others.map(log => ({
      kind: log.kind as TaskRunContainer['kind'],
      container: log.container,
      step: log.step,
      position: log.position,
      phase: 'running' as const,
      started: 'unknown' as const,
    })),
  ];
}

function newLog(
  { cluster, uid }: LoggedRun,
  { attempt, podName }: TaskRunAttempt,
  { kind, container, step, position }: TaskRunContainer,
): NewStepLog {
  return {
    cluster,
    runUid: uid,
    attempt,
    container,
    kind,
    step,
    position,
    podName: podName ?? '',
  };
}

/** A log that grows fast may be rotated away by the cluster before it is read. */
const FAST_BYTES = 2 * 1024 * 1024;
/** What a fast step has written until it is first read, after {@link FIRST_READ_MS}. */
const FAST_FIRST_BYTES = 256 * 1024;
const MIN_INTERVAL_MS = 5_000;
const GROWTH = 1.5;

/**
 * After which time a running step is read again.
 *
 * @param options - `past`: absent if it was read for the first time; `bytes`: that
 * the last read brought
 */
export function nextIntervalMs(options: {
  past: PastRead | undefined;
  bytes: number;
  settings: Pick<CaptureSettings, 'intervalMs' | 'maxIntervalMs'>;
}): number {
  const { past, bytes, settings } = options;
  const shortest = Math.min(MIN_INTERVAL_MS, settings.intervalMs);
  if (!past) {
    return bytes > FAST_FIRST_BYTES ? shortest : settings.intervalMs;
  }
  return bytes > FAST_BYTES
    ? Math.max(past.intervalMs / 4, shortest)
    : Math.min(past.intervalMs * GROWTH, settings.maxIntervalMs);
}
