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
import { nextFailedTask } from './failedTasks';
import { keyedTasks } from './location';

const tasks = (...statuses: TaskExecution['status'][]) =>
  keyedTasks(
    statuses.map((status, index) => ({
      name: `t${index}`,
      finally: false,
      status,
      params: [],
      attempts: [],
    })),
  );
const mixed = tasks('succeeded', 'failed', 'skipped', 'timedOut', 'succeeded');

it.each([
  [undefined, 1, 't1'],
  ['t1', 1, 't3'],
  ['t2', 1, 't3'],
  ['t3', 1, 't1'],
  [undefined, -1, 't3'],
  ['t3', -1, 't1'],
  ['t1', -1, 't3'],
  ['nonsense', 1, 't1'],
] as const)('goes from %s by %d to %s', (from, step, to) => {
  expect(nextFailedTask(mixed, from, step)?.key).toBe(to);
});

it('goes nowhere where nothing failed', () => {
  expect(nextFailedTask(tasks('succeeded'), 't0', 1)).toBeUndefined();
});
