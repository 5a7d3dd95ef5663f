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
  FAILED_STATUSES,
  type RunLog,
  type StepExecution,
  type StepStatus,
  type TaskStatus,
} from 'backstage-plugin-tekton-results-common';
import type { NamedTask } from '../LogsNavigation';

/** The log of a step, and the step. */
export interface StepLogEntry {
  readonly taskKey: string;
  readonly taskTitle: string;
  readonly attempt: number;
  /** What the URL calls it: the step, else the container; absent: no step ever started. */
  readonly step?: string;
  readonly status?: StepStatus;
  readonly startedAt?: string;
  readonly durationMs?: number;
  /** It failed, or all of its task did before it had steps. */
  readonly failed: boolean;
  readonly log: RunLog;
}

/** An attempt of a task with the logs of its steps. */
export interface AttemptLogs {
  readonly number: number;
  readonly steps: readonly StepLogEntry[];
}

/** A task with the logs of its attempts. */
export interface TaskLogs {
  readonly key: string;
  readonly title: string;
  readonly status?: TaskStatus;
  /** Why it has no logs. */
  readonly message?: string;
  readonly attempts: readonly AttemptLogs[];
}

/** Puts the logs of a run to its tasks, in the order of these. */
export function logTree(
  tasks: readonly NamedTask[],
  logs: readonly RunLog[],
): TaskLogs[] {
  const left = new Set(logs);
  const take = (matches: (log: RunLog) => boolean) => {
    const taken = [...left].filter(matches);
    taken.forEach(log => left.delete(log));
    return taken;
  };
  const known = tasks.map(named => {
    const { task } = named;
    return taskLogs(
      named,
      take(({ run, task: name }) =>
        run && task.run ? run.uid === task.run.uid : name === task.name,
      ),
    );
  });
  const others: TaskLogs[] = [];
  for (const log of left) {
    const key = log.run?.name ?? log.task;
    if (!others.some(other => other.key === key)) {
      const own = [...left].filter(
        ({ run, task }) => (run?.name ?? task) === key,
      );
      others.push({
        key,
        title: log.task,
        attempts: attemptsOf(own, { key, title: log.task }),
      });
    }
  }
  return [...known, ...others];
}

/** All steps in their order. */
export function allSteps(tree: readonly TaskLogs[]): StepLogEntry[] {
  return tree.flatMap(({ attempts }) => attempts.flatMap(({ steps }) => steps));
}

function taskLogs({ key, task }: NamedTask, logs: readonly RunLog[]): TaskLogs {
  const params = task.params.map(({ name, value }) => `${name}=${value}`);
  const title = [task.displayName || task.name, ...params].join(' ');
  return {
    key,
    title,
    status: task.status,
    message: task.message ?? task.reason,
    attempts: attemptsOf(logs, {
      key,
      title,
      failed: FAILED_STATUSES.some(status => status === task.status),
      stepsOf: number =>
        task.attempts.find(attempt => attempt.number === number)?.steps ?? [],
    }),
  };
}

function attemptsOf(
  logs: readonly RunLog[],
  task: {
    readonly key: string;
    readonly title: string;
    readonly failed?: boolean;
    readonly stepsOf?: (attempt: number) => readonly StepExecution[];
  },
): AttemptLogs[] {
  const numbers = [...new Set(logs.map(({ attempt }) => attempt))];
  return numbers
    .sort((a, b) => a - b)
    .map(number => {
      const executions = task.stepsOf?.(number) ?? [];
      const steps = logs
        .filter(log => log.attempt === number)
        .map((log): StepLogEntry => {
          const execution = executions.find(
            ({ name, container }) =>
              (log.container !== undefined && container === log.container) ||
              (log.kind === 'step' && name === log.step),
          );
          const { status, startedAt, durationMs } = execution ?? {};
          return {
            taskKey: task.key,
            taskTitle: task.title,
            attempt: number,
            step: log.step ?? log.container,
            status,
            startedAt,
            durationMs,
            failed:
              status === 'failed' ||
              (log.container === undefined && task.failed === true),
            log,
          };
        });
      return { number, steps };
    });
}
