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

import type { LogCause, StepLog, StepLogState } from '../../store';
import type { LogTask } from './planCapture';
import type { PodFacts } from './podFacts';
import { LogRotatedError } from './PodLogSource';

/** The last state of a log. */
export interface LogOutcome {
  readonly state: Exclude<StepLogState, 'streaming' | 'expired'>;
  readonly cause?: LogCause;
  readonly reason?: string;
}

/** What to do about a log, now that its pod is known. */
export type LogDecision =
  | { readonly kind: 'settle'; readonly outcome: LogOutcome }
  /** Read what there is; more will come. */
  | { readonly kind: 'read' }
  /** Read until the container ends, as its pod may go at any moment. */
  | { readonly kind: 'follow' }
  /** The container has ended: read all of it. */
  | { readonly kind: 'finish' }
  /** It has not started; and why, for people. */
  | { readonly kind: 'wait'; readonly reason: string };

/**
 * Decides what to do about a log that is streaming.
 *
 * @param options - `hurried`: whether the run is stopped or deleted
 */
export function decideOnLog(options: {
  task: LogTask;
  log: StepLog;
  pod: PodFacts;
  hurried: boolean;
}): LogDecision {
  const { task, log, pod, hurried } = options;
  const { attempt, container, ending } = task;
  if (pod.kind !== 'pod') {
    return { kind: 'settle', outcome: withoutPod(task, log, pod.kind) };
  }
  const found = pod.containers.get(container.container);
  if (found?.state === 'terminated') {
    return { kind: 'finish' };
  }
  if (found?.state === 'running' && !pod.over) {
    return { kind: ending || hurried || pod.deleting ? 'follow' : 'read' };
  }
  // What is there of an evicted pod is its name.
  const why = found?.why ?? pod.why;
  if (!ending && !pod.over) {
    return { kind: 'wait', reason: why ?? 'the container has not started' };
  }
  return {
    kind: 'settle',
    outcome:
      hasLines(log) || container.started === 'yes'
        ? lost(log, sentence('The pod no longer has the log', why))
        : neverStarted(attempt, why),
  };
}

function withoutPod(
  { attempt, container }: LogTask,
  log: StepLog,
  kind: 'missing' | 'other',
): LogOutcome {
  if (container.started === 'no' && !hasLines(log)) {
    return neverStarted(attempt);
  }
  const gone =
    kind === 'missing'
      ? `The pod ${attempt.podName} was gone`
      : `The pod ${attempt.podName} was gone, and its name used again,`;
  return lost(
    log,
    hasLines(log)
      ? `${gone} before all of the log was read`
      : sentence(`${gone} before the log was read`, attempt.message),
  );
}

/** Of a log that is out of reach, what is there is all there will ever be. */
function lost(log: StepLog, reason: string): LogOutcome {
  return {
    state: hasLines(log) ? 'partial' : 'neverCaptured',
    cause: 'podGone',
    reason,
  };
}

function neverStarted(
  { cancelled, message }: LogTask['attempt'],
  why?: string,
): LogOutcome {
  return {
    state: 'neverCaptured',
    cause: cancelled ? 'cancelledBeforeOutput' : 'stepNeverStarted',
    reason: sentence('The step never started', why ?? message),
  };
}

/** How a log ends that is waited for no longer. */
export function givenUp(log: StepLog, error: Error): LogOutcome {
  const isHole = error instanceof LogRotatedError || log.cause === 'rotated';
  return {
    state: hasLines(log) ? 'partial' : 'neverCaptured',
    cause: isHole && hasLines(log) ? 'rotated' : 'failed',
    reason: error.message,
  };
}

/** Whether anything of a log is stored. */
export function hasLines(log: Pick<StepLog, 'segments'>): boolean {
  return log.segments > 0;
}

function sentence(what: string, why: string | undefined): string {
  return why ? `${what}: ${why}` : what;
}
