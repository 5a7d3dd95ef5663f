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
  isFinished,
  type TaskExecution,
  type TaskStatus,
} from 'backstage-plugin-tekton-results-common';
import type { KeyedTask } from '../location';
import { startUpMs, waitedMs } from './taskTimes';

/** What tasks can be sorted by. */
export const TASK_SORTS = [
  'task',
  'status',
  'attempts',
  'started',
  'waited',
  'startUp',
  'duration',
] as const;

/** One of {@link TASK_SORTS}. */
export type TaskSortField = (typeof TASK_SORTS)[number];

/** An order of tasks. */
export interface TaskSort {
  readonly field: TaskSortField;
  readonly descending: boolean;
}

/** Reads an order as URLs have it: `duration`, `-duration`. */
export function parseTaskSort(text: string | null): TaskSort | undefined {
  const descending = text?.startsWith('-') ?? false;
  const name = descending ? text?.slice(1) : text;
  const field = TASK_SORTS.find(sort => sort === name);
  return field && { field, descending };
}

/** The order that a click on the head of a column gives; the last is no order. */
export function nextTaskSort(
  field: TaskSortField,
  current: TaskSort | undefined,
): string | null {
  if (current?.field !== field) {
    return field;
  }
  return current.descending ? null : `-${field}`;
}

/** Sorts tasks; those that have no value come last in either direction. */
export function sortTasks(
  tasks: readonly KeyedTask[],
  sort: TaskSort | undefined,
): readonly KeyedTask[] {
  if (!sort) {
    return tasks;
  }
  const factor = sort.descending ? -1 : 1;
  return tasks
    .map(keyed => ({ keyed, value: valueOf(keyed.task, sort.field) }))
    .sort((a, b) => {
      if (a.value === undefined || b.value === undefined) {
        return Number(a.value === undefined) - Number(b.value === undefined);
      }
      return factor * compare(a.value, b.value);
    })
    .map(({ keyed }) => keyed);
}

function valueOf(
  task: TaskExecution,
  field: TaskSortField,
): string | number | undefined {
  switch (field) {
    case 'task':
      return task.displayName || task.name;
    case 'status':
      return urgency(task.status);
    case 'attempts':
      return task.attempts.length;
    case 'started':
      return task.startedAt;
    case 'waited':
      return waitedMs(task);
    case 'startUp':
      return startUpMs(task);
    default:
      return task.durationMs;
  }
}

/** What needs attention comes first. */
function urgency(status: TaskStatus): number {
  if (FAILED_STATUSES.some(failed => failed === status)) {
    return 0;
  }
  if (status === 'skipped' || status === 'notStarted') {
    return 3;
  }
  return isFinished(status) ? 2 : 1;
}

function compare(a: string | number, b: string | number): number {
  return typeof a === 'string' || typeof b === 'string'
    ? String(a).localeCompare(String(b), undefined, { numeric: true })
    : a - b;
}
