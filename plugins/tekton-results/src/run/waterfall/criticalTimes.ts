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
  criticalPath,
  type TaskExecution,
} from 'backstage-plugin-tekton-results-common';
import { spanOf, taskSegments, timeMs } from './segments';

/** The tasks that decided how long a run took. */
export interface CriticalTimes {
  readonly tasks: ReadonlySet<TaskExecution>;
  /** How long their bars are together: what they waited for counts, too (ms). */
  readonly totalMs: number;
  /** The one that ran longest while no other task did, and for how long. */
  readonly longest?: { readonly task: TaskExecution; readonly ms: number };
}

interface Interval {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Finds the critical path of a run and what on it held up everything. */
export function criticalTimes(tasks: readonly TaskExecution[]): CriticalTimes {
  const path = criticalPath(tasks);
  let longest: CriticalTimes['longest'];
  for (const task of path) {
    const ms = exclusiveMs(task, tasks);
    if (ms > (longest?.ms ?? 0)) {
      longest = { task, ms };
    }
  }
  return {
    tasks: new Set(path),
    totalMs: coveredMs(path),
    longest,
  };
}

/** How much time the bars of tasks cover, in the order of time. */
function coveredMs(path: readonly TaskExecution[]): number {
  let totalMs = 0;
  let coveredToMs = -Infinity;
  for (const task of path) {
    const endMs = timeMs(task.completedAt) ?? -Infinity;
    const { fromMs, toMs } = spanOf(taskSegments(task, endMs), task);
    if (fromMs !== undefined && toMs !== undefined && toMs > coveredToMs) {
      totalMs += toMs - Math.max(fromMs, coveredToMs);
      coveredToMs = toMs;
    }
  }
  return totalMs;
}

/** For how long a task ran while no other did. */
function exclusiveMs(
  task: TaskExecution,
  tasks: readonly TaskExecution[],
): number {
  const own = intervalOf(task);
  if (!own) {
    return 0;
  }
  let freeMs = own.toMs - own.fromMs;
  let coveredToMs = own.fromMs;
  const others = tasks
    .filter(other => other !== task)
    .flatMap(other => intervalOf(other) ?? [])
    .sort((a, b) => a.fromMs - b.fromMs);
  for (const other of others) {
    const fromMs = Math.max(other.fromMs, coveredToMs);
    const toMs = Math.min(other.toMs, own.toMs);
    if (toMs > fromMs) {
      freeMs -= toMs - fromMs;
      coveredToMs = toMs;
    }
  }
  return freeMs;
}

function intervalOf(task: TaskExecution): Interval | undefined {
  const fromMs = timeMs(task.startedAt);
  const toMs = timeMs(task.completedAt);
  return fromMs === undefined || toMs === undefined
    ? undefined
    : { fromMs, toMs };
}
