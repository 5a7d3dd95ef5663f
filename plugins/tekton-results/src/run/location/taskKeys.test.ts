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
import { findTask, keyedTasks, keyOfRun, taskTitle } from './taskKeys';

const task = (name: string, more: Partial<TaskExecution> = {}) =>
  ({
    name,
    finally: false,
    status: 'succeeded',
    params: [],
    attempts: [],
    ...more,
  } as TaskExecution);

const member = (uid: string) =>
  task('test', {
    run: { kind: 'TaskRun', uid, name: uid },
    params: [{ name: 'os', value: uid }],
  });

const tasks = keyedTasks([task('build'), member('linux'), member('mac')]);

it('tells members of a matrix apart', () => {
  expect(tasks.map(({ key }) => key)).toEqual(['build', 'test:1', 'test:2']);
  expect(taskTitle(tasks[2].task)).toBe('test os=mac');
});

it('finds a task by its key, its name or its run', () => {
  expect(findTask(tasks, 'test:2')?.task.run?.uid).toBe('mac');
  expect(findTask(tasks, 'test')?.key).toBe('test:1');
  expect(findTask(tasks, 'other')).toBeUndefined();
  expect(findTask(tasks, undefined)).toBeUndefined();
  expect(keyOfRun(tasks, { uid: 'mac', task: 'test' })).toBe('test:2');
  expect(keyOfRun(tasks, { task: 'build' })).toBe('build');
});
