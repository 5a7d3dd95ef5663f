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
import { nextTaskSort, parseTaskSort, sortTasks } from './sortTasks';

const task = (name: string, more: Partial<TaskExecution>) => ({
  key: name,
  task: {
    name,
    finally: false,
    status: 'succeeded',
    params: [],
    attempts: [],
    ...more,
  } as TaskExecution,
});

const tasks = [
  task('b10', { durationMs: 5, waitingForCreationMs: 1 }),
  task('b9', { status: 'failed', durationMs: 9, waitingForStartMs: 7 }),
  task('a', { status: 'skipped' }),
];
const names = (text: string) =>
  sortTasks(tasks, parseTaskSort(text)).map(({ key }) => key);

it.each([
  ['', ['b10', 'b9', 'a']],
  ['nonsense', ['b10', 'b9', 'a']],
  ['task', ['a', 'b9', 'b10']],
  ['duration', ['b10', 'b9', 'a']],
  ['-duration', ['b9', 'b10', 'a']],
  ['waited', ['b10', 'b9', 'a']],
  ['status', ['b9', 'b10', 'a']],
])('sorts by "%s", what has no value last', (text, sorted) => {
  expect(names(text)).toEqual(sorted);
});

it('goes from up to down to the order of the pipeline', () => {
  expect(nextTaskSort('task', undefined)).toBe('task');
  expect(nextTaskSort('task', parseTaskSort('task'))).toBe('-task');
  expect(nextTaskSort('task', parseTaskSort('-task'))).toBeNull();
  expect(nextTaskSort('task', parseTaskSort('-status'))).toBe('task');
});
