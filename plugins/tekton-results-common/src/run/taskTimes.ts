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

import type { RunObject } from './RunObject';
import type {
  StepExecution,
  TaskAttempt,
  TaskExecution,
} from './TaskExecution';
import { durationMs, timestampMs } from './time';

/**
 * How long an attempt was starting up, running its steps and finishing. Absent:
 * not known, or not over yet.
 */
export function attemptTimes(
  attempt: Pick<TaskAttempt, 'startedAt' | 'completedAt'>,
  steps: readonly StepExecution[],
): Pick<TaskAttempt, 'startingUpMs' | 'runningMs' | 'finishingMs'> {
  const firstStart = earliest(steps.map(({ startedAt }) => startedAt));
  const over = steps.every(
    ({ startedAt, completedAt }) => !startedAt || completedAt,
  );
  const lastEnd = over
    ? latest(steps.map(({ completedAt }) => completedAt))
    : undefined;
  return {
    startingUpMs: durationMs(attempt.startedAt, firstStart),
    runningMs: durationMs(firstStart, lastEnd),
    finishingMs: durationMs(lastEnd, attempt.completedAt),
  };
}

/** Adds to the tasks of a run what they depend on and how long they waited. */
export function withWaits(
  run: RunObject,
  tasks: readonly TaskExecution[],
): TaskExecution[] {
  const spec = run.status.pipelineSpec;
  const needs = new Map(
    [...(spec?.tasks ?? []), ...(spec?.finally ?? [])].map(task => [
      task.name,
      [...new Set([...task.runAfter, ...task.resultsOf])],
    ]),
  );
  const regular = tasks.filter(task => !task.finally);
  return tasks.map(task => {
    const dependsOn = needs.get(task.name) ?? [];
    const before = task.finally
      ? regular
      : tasks.filter(({ name }) => dependsOn.includes(name));
    const readyAt =
      latest(before.map(({ completedAt }) => completedAt)) ??
      run.status.startTime;
    return {
      ...task,
      dependsOn,
      waitingForCreationMs: durationMs(readyAt, task.createdAt),
      waitingForStartMs: durationMs(task.createdAt, task.startedAt),
    };
  });
}

/**
 * The tasks that decided how long a run took, in the order of time: from the task
 * that ended last back to what it waited for and that ended last, and so on.
 *
 * @public
 */
export function criticalPath(tasks: readonly TaskExecution[]): TaskExecution[] {
  const path: TaskExecution[] = [];
  let candidates: readonly TaskExecution[] = tasks;
  for (;;) {
    const last = lastToEnd(candidates.filter(task => !path.includes(task)));
    if (!last) {
      return path.reverse();
    }
    path.push(last);
    candidates = last.finally
      ? tasks.filter(task => !task.finally)
      : tasks.filter(({ name }) => last.dependsOn?.includes(name));
  }
}

function lastToEnd(tasks: readonly TaskExecution[]): TaskExecution | undefined {
  const end = ({ completedAt }: TaskExecution) =>
    timestampMs(completedAt) ?? -Infinity;
  return tasks
    .filter(({ completedAt }) => completedAt !== undefined)
    .reduce<TaskExecution | undefined>(
      (last, task) => (last && end(last) >= end(task) ? last : task),
      undefined,
    );
}

function earliest(
  times: ReadonlyArray<string | undefined>,
): string | undefined {
  return sorted(times)[0];
}

function latest(times: ReadonlyArray<string | undefined>): string | undefined {
  return sorted(times).at(-1);
}

function sorted(times: ReadonlyArray<string | undefined>): string[] {
  return times
    .filter(time => time !== undefined)
    .sort((a, b) => (timestampMs(a) ?? 0) - (timestampMs(b) ?? 0));
}
