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

import {
  isFinished,
  logReason,
  parseRunObject,
  type AttemptStatus,
  type LogCause,
  type LogState,
  type RunObject,
  type RunStepState,
} from 'backstage-plugin-tekton-results-common';
import type { StepLog, StoredRun } from '../../store';
import type { RunLog } from './RunLog';

/** For so long after the end of a run its logs may still be stored. */
const SETTLING_MS = 15 * 60_000;

/** With which Tekton ends steps that never ran, although it gives them times. */
const NEVER_RAN = ['Skipped', 'TaskRunImagePullFailed'];

const BEING_STORED = {
  state: 'notYet',
  reason: 'The step has ended; its log is being stored',
} as const;

/** What is to be known to describe the logs of a run. */
export interface DescribedRun {
  readonly run: StoredRun;
  /** Name of the task in its pipeline. */
  readonly task: string;
  /** What is known of its logs, by attempt and position. */
  readonly stored: readonly StepLog[];
  /** Whether logs of its cluster are captured. */
  readonly captured: boolean;
  /** Milliseconds since 1970 (UTC). */
  readonly now: number;
}

/**
 * The logs of a TaskRun in the order of its attempts and steps, without their
 * texts: those that are known, and those that its steps should have. Of a run
 * whose steps never started, and of other runs, one that says why.
 */
export function taskRunLogs(described: DescribedRun): RunLog[] {
  const { run, task, stored } = described;
  const { run: object } = parseRunObject(run.payload);
  if (!object || object.kind === 'CustomRun') {
    const isCustom = object?.kind === 'CustomRun';
    return [
      {
        run,
        task,
        attempt: 1,
        attempts: 1,
        ...stateOf(
          'neverCaptured',
          isCustom ? 'customRun' : 'stepNeverStarted',
        ),
        live: false,
        withoutSteps: true,
      },
    ];
  }
  const attempts = [...object.status.retriesStatus, object.status];
  const logs = attempts.flatMap((attempt, index) =>
    attemptLogs(described, {
      object,
      attempt,
      number: index + 1,
      attempts: attempts.length,
    }),
  );
  const beyond = stored.filter(({ attempt }) => attempt > attempts.length);
  return [
    ...logs,
    ...beyond.map(log =>
      knownLog(described, log, { attempts: attempts.length, ended: false }),
    ),
  ];
}

interface DescribedAttempt {
  readonly object: RunObject;
  readonly attempt: AttemptStatus;
  readonly number: number;
  readonly attempts: number;
}

function attemptLogs(
  described: DescribedRun,
  { object, attempt, number, attempts }: DescribedAttempt,
): RunLog[] {
  const known = described.stored.filter(log => log.attempt === number);
  const whole = known.some(({ kind }) => kind === 'whole');
  const missing = whole
    ? []
    : attempt.steps.filter(
        step => !known.some(({ container }) => container === containerOf(step)),
      );
  const started = missing.some(hasStarted);
  if (!started && known.every(wroteNothing)) {
    const none = { object, attempt, number, attempts };
    return [withoutSteps(described, none, known[0])];
  }
  const order = new Map(
    attempt.steps.map((step, index) => [containerOf(step), index]),
  );
  const place = ({ container = '', kind }: RunLog) => {
    const asideFrom = kind === 'init' ? -1 : attempt.steps.length;
    return order.get(container) ?? asideFrom;
  };
  const isLast = number === attempts;
  return [
    ...known.map(log =>
      knownLog(described, log, {
        attempts,
        ended:
          number < attempts ||
          attempt.steps.some(
            step => containerOf(step) === log.container && step.terminated,
          ),
      }),
    ),
    ...missing.map(
      (step): RunLog => ({
        run: described.run,
        task: described.task,
        attempt: number,
        attempts,
        step: step.name,
        container: containerOf(step),
        kind: 'step',
        podName: attempt.podName,
        ...missingState(described, step, isLast),
      }),
    ),
  ].sort((a, b) => place(a) - place(b));
}

/** A log that the store knows; `ended`: its container writes no more. */
function knownLog(
  described: DescribedRun,
  log: StepLog,
  { attempts, ended }: { attempts: number; ended: boolean },
): RunLog {
  const { run, task, captured } = described;
  const { status, goneAt } = run.summary;
  const isLive =
    log.state === 'streaming' &&
    captured &&
    !ended &&
    !isFinished(status) &&
    goneAt === undefined;
  return {
    run,
    task,
    attempt: log.attempt,
    attempts,
    step: log.step,
    container: log.container,
    kind: log.kind,
    podName: log.podName,
    ...(log.state === 'streaming' && !isLive
      ? notLiveAnyMore(described, log)
      : {
          state: log.state,
          cause: log.cause,
          reason: log.reason ?? logReason(log.state, log.cause),
        }),
    stateTime: log.stateTime,
    bytes: log.bytes - (log.lost?.bytes ?? 0),
    lines: log.lines - (log.lost?.lines ?? 0),
    ...(log.lost && { lastLine: log.lines }),
    // Others do not store times with the lines.
    ...(log.kind !== 'whole' && {
      firstLineAt: log.firstLineAt,
      lastLineAt: log.lastLineAt,
    }),
    live: isLive,
    stored: log,
  };
}

/** A log that streams, although nothing is read of its container any more. */
function notLiveAnyMore(
  { run, captured, now }: DescribedRun,
  { kind, segments }: StepLog,
): Pick<RunLog, 'state' | 'cause' | 'reason'> {
  const { goneAt } = run.summary;
  const state = segments > 0 ? 'partial' : 'neverCaptured';
  // Those of others are copied, whether or not any are captured here.
  if (kind === 'whole') {
    return BEING_STORED;
  }
  if (!captured) {
    return stateOf(state, 'captureOff');
  }
  return goneAt !== undefined && now - Date.parse(goneAt) > SETTLING_MS
    ? stateOf(state, 'podGone')
    : BEING_STORED;
}

function wroteNothing({ state, cause }: StepLog): boolean {
  return (
    state === 'neverCaptured' &&
    (cause === 'stepNeverStarted' || cause === 'cancelledBeforeOutput')
  );
}

/** None of the steps of the attempt has started. */
function withoutSteps(
  described: DescribedRun,
  { object, number, attempts }: DescribedAttempt,
  known: StepLog | undefined,
): RunLog {
  const { run, task } = described;
  const isOver =
    known !== undefined || number < attempts || isFinished(run.summary.status);
  const cancelled = object.spec.status !== undefined;
  const guess = cancelled ? 'cancelledBeforeOutput' : 'stepNeverStarted';
  const over = stateOf('neverCaptured', known?.cause ?? guess);
  return {
    run,
    task,
    attempt: number,
    attempts,
    ...(isOver || run.summary.goneAt !== undefined
      ? over
      : { state: 'notYet', reason: 'No step has started yet' }),
    live: false,
    withoutSteps: true,
  };
}

/** How a log stands that its step should have and the store does not know. */
function missingState(
  { run, captured, now }: DescribedRun,
  step: RunStepState,
  isLast: boolean,
): Pick<RunLog, 'state' | 'cause' | 'reason' | 'live'> {
  const { status, goneAt } = run.summary;
  const isOver = !isLast || isFinished(status) || goneAt !== undefined;
  const decided = (state: LogState, cause?: LogCause) => ({
    ...stateOf(state, cause),
    live: false,
  });
  if (!hasStarted(step)) {
    return isOver
      ? decided('neverCaptured', 'stepNeverStarted')
      : {
          state: 'notYet',
          reason: 'The step has not started yet',
          live: false,
        };
  }
  if (!captured) {
    return decided('neverCaptured', 'captureOff');
  }
  if (goneAt !== undefined) {
    return decided('neverCaptured', 'podGone');
  }
  if (step.running && !isOver) {
    return { state: 'streaming', live: true };
  }
  const endedAt = run.finalStoredTime ?? run.updateTime;
  return isFinished(status) && now - endedAt > SETTLING_MS
    ? decided('neverCaptured', 'failed')
    : { ...BEING_STORED, live: false };
}

function stateOf(state: LogState, cause?: LogCause) {
  return { state, cause, reason: logReason(state, cause) };
}

/** Whether a step ran, or runs. */
export function hasStarted({
  running,
  terminated,
  terminationReason,
}: RunStepState) {
  return (
    running !== undefined ||
    (terminated?.startedAt !== undefined &&
      !NEVER_RAN.includes(terminationReason ?? ''))
  );
}

/** As Tekton names it. */
export function containerOf({ name, container }: RunStepState): string {
  return container ?? `step-${name}`;
}
