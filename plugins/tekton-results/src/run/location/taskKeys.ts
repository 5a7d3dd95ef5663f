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

import type { TaskExecution } from 'backstage-plugin-tekton-results-common';

/** A task, and what names it in URLs. */
export interface KeyedTask {
  readonly key: string;
  readonly task: TaskExecution;
}

/**
 * Names the tasks of a run: each by its own name, the members of a matrix, which
 * share one, as `name:1`, `name:2`. No name of a task has a colon.
 */
export function keyedTasks(tasks: readonly TaskExecution[]): KeyedTask[] {
  const sizes = new Map<string, number>();
  tasks.forEach(({ name }) => sizes.set(name, (sizes.get(name) ?? 0) + 1));

  const counted = new Map<string, number>();
  return tasks.map(task => {
    const number = (counted.get(task.name) ?? 0) + 1;
    counted.set(task.name, number);
    const single = sizes.get(task.name) === 1;
    return { key: single ? task.name : `${task.name}:${number}`, task };
  });
}

/** The task of a key; a plain name also means the first member of a matrix. */
export function findTask(
  tasks: readonly KeyedTask[],
  key: string | undefined,
): KeyedTask | undefined {
  return (
    tasks.find(keyed => keyed.key === key) ??
    tasks.find(({ task }) => task.name === key)
  );
}

/** The key of the task that a run executes. */
export function keyOfRun(
  tasks: readonly KeyedTask[],
  place: { readonly uid?: string; readonly task?: string },
): string | undefined {
  const byUid = tasks.find(
    ({ task }) => place.uid !== undefined && task.run?.uid === place.uid,
  );
  return (byUid ?? findTask(tasks, place.task))?.key;
}

/** What a task is called, with what tells it from others of a matrix. */
export function taskTitle(task: TaskExecution): string {
  return [
    task.displayName || task.name,
    ...task.params.map(({ name, value }) => `${name}=${value}`),
  ].join(' ');
}
