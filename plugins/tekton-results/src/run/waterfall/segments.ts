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
  type StepExecution,
  type TaskAttempt,
  type TaskExecution,
  type TaskStatus,
} from 'backstage-plugin-tekton-results-common';

/**
 * What a part of a task's time went into:
 *
 * - `waitingForCreation`: what it depends on was over, but it was not created
 * - `waitingForStart`: it, or its next attempt, was not started
 * - `startingUp`: no step ran yet: scheduling, images
 * - `step`: one step
 * - `betweenSteps`: one step was over, the next not started
 * - `running`: the run itself, where there are no steps
 * - `finishing`: all steps were over
 */
export const SEGMENT_KINDS = [
  'waitingForCreation',
  'waitingForStart',
  'startingUp',
  'step',
  'betweenSteps',
  'running',
  'finishing',
] as const;

/** One of {@link SEGMENT_KINDS}. */
export type SegmentKind = (typeof SEGMENT_KINDS)[number];

/** A part of a bar. Times are ms since 1970. */
export interface Segment {
  readonly kind: SegmentKind;
  readonly fromMs: number;
  readonly toMs: number;
  readonly step?: StepExecution;
}

/** A time as ms since 1970. */
export function timeMs(time: string | undefined): number | undefined {
  const ms = time === undefined ? NaN : Date.parse(time);
  return Number.isNaN(ms) ? undefined : ms;
}

/** Whether a task, or an attempt, may still change. */
export function isUnfinished(status: TaskStatus): boolean {
  return status !== 'skipped' && status !== 'notStarted' && !isFinished(status);
}

/**
 * What the time of a task went into, from when it could have been created. What
 * is not over ends now.
 */
export function taskSegments(task: TaskExecution, nowMs: number): Segment[] {
  const createdMs = timeMs(task.createdAt);
  const [first] = task.attempts;
  if (createdMs === undefined) {
    return task.attempts.flatMap(attempt => attemptSegments(attempt, nowMs));
  }

  const waits = isUnfinished(first?.status ?? task.status);
  const startMs = timeMs(first?.startedAt) ?? (waits ? nowMs : createdMs);
  return [
    ...segment(
      'waitingForCreation',
      createdMs - (task.waitingForCreationMs ?? 0),
      createdMs,
    ),
    ...segment('waitingForStart', createdMs, startMs),
    ...task.attempts.flatMap((attempt, index) => [
      ...pauseBefore(task.attempts, index),
      ...attemptSegments(attempt, nowMs),
    ]),
  ];
}

/** What the time of an attempt went into. */
export function attemptSegments(
  attempt: TaskAttempt,
  nowMs: number,
): Segment[] {
  const startMs = timeMs(attempt.startedAt);
  if (startMs === undefined) {
    return [];
  }
  const finished = isFinished(attempt.status);
  const endMs = timeMs(attempt.completedAt) ?? (finished ? undefined : nowMs);
  const steps = startedSteps(attempt, endMs ?? nowMs);
  if (steps.length === 0) {
    const kind = attempt.steps.length > 0 ? 'startingUp' : 'running';
    return segment(kind, startMs, endMs ?? startMs);
  }
  const lastEndMs = steps[steps.length - 1].toMs;
  return [
    ...segment('startingUp', startMs, steps[0].fromMs),
    ...steps,
    ...segment('finishing', lastEndMs, endMs ?? lastEndMs),
  ];
}

/**
 * From when to when parts last together (ms since 1970); without any, from start to
 * end of what they are parts of.
 */
export function spanOf(
  parts: ReadonlyArray<{ readonly fromMs?: number; readonly toMs?: number }>,
  otherwise: {
    readonly startedAt?: string;
    readonly completedAt?: string;
  } = {},
): { fromMs?: number; toMs?: number } {
  const froms = parts.flatMap(({ fromMs }) => fromMs ?? []);
  const tos = parts.flatMap(({ toMs }) => toMs ?? []);
  return {
    fromMs: froms.length > 0 ? Math.min(...froms) : timeMs(otherwise.startedAt),
    toMs: tos.length > 0 ? Math.max(...tos) : timeMs(otherwise.completedAt),
  };
}

/** Steps run one after the other, also where clocks say otherwise. */
function startedSteps(attempt: TaskAttempt, openEndMs: number): Segment[] {
  const segments: Segment[] = [];
  for (const step of attempt.steps) {
    const startMs = timeMs(step.startedAt);
    if (startMs !== undefined) {
      const fromMs = Math.max(startMs, segments.at(-1)?.toMs ?? startMs);
      const toMs = timeMs(step.completedAt) ?? openEndMs;
      segments.push(
        ...segment('betweenSteps', segments.at(-1)?.toMs ?? fromMs, fromMs),
        { kind: 'step', fromMs, toMs: Math.max(fromMs, toMs), step },
      );
    }
  }
  return segments;
}

function pauseBefore(
  attempts: readonly TaskAttempt[],
  index: number,
): Segment[] {
  const endMs = timeMs(attempts[index - 1]?.completedAt);
  const startMs = timeMs(attempts[index].startedAt);
  return endMs === undefined || startMs === undefined
    ? []
    : segment('waitingForStart', endMs, startMs);
}

/** None if it took no time. */
function segment(kind: SegmentKind, fromMs: number, toMs: number): Segment[] {
  return toMs > fromMs ? [{ kind, fromMs, toMs }] : [];
}
