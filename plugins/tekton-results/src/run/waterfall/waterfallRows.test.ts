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

import { at, atMs, attempt, executed, sampleTasks } from '../__testUtils__';
import { keyedTasks } from '../location';
import { criticalTimes } from './criticalTimes';
import { rowDuration, rowStatus } from './rowFacts';
import { waterfallRows, type WaterfallOptions } from './waterfallRows';

const tasks = sampleTasks();

function rows(options: Partial<WaterfallOptions> = {}) {
  return waterfallRows({
    tasks: keyedTasks(tasks),
    critical: criticalTimes(tasks).tasks,
    collapsed: new Set(),
    filter: 'all',
    nowMs: atMs(50),
    ...options,
  });
}
const ids = (options?: Partial<WaterfallOptions>) =>
  rows(options).map(({ id, level }) => `${'  '.repeat(level - 1)}${id}`);

it('stands in the order of the start, what runs at last at the end', () => {
  expect(ids()).toEqual([
    'clone',
    'matrix/test',
    '  test:1',
    '  test:2',
    'build',
    '  build/1',
    '  build/2',
    'deploy',
    'notify',
  ]);
});

it('tells where in the tree a row is', () => {
  const all = rows();
  expect(all.find(({ id }) => id === 'test:2')).toMatchObject({
    level: 2,
    position: 2,
    siblings: 2,
    parentId: 'matrix/test',
  });
  expect(all.find(({ id }) => id === 'build')).toMatchObject({
    position: 3,
    siblings: 5,
    expanded: true,
  });
  expect(all.filter(row => row.startsFinally).map(({ id }) => id)).toEqual([
    'notify',
  ]);
});

it('hides what is below a collapsed row', () => {
  const collapsed = new Set(['matrix/test', 'build']);
  expect(ids({ collapsed })).toEqual([
    'clone',
    'matrix/test',
    'build',
    'deploy',
    'notify',
  ]);
  expect(rows({ collapsed })[1].expanded).toBe(false);
});

it.each([
  ['failed', ['test:2']],
  ['critical', ['clone', 'test:2', 'notify']],
  ['long', ['clone', 'matrix/test', '  test:1', '  test:2', 'build']],
] as const)('shows only tasks that are %s', (filter, expected) => {
  const shown = ids({ filter, collapsed: new Set(['build']) });
  expect(filter === 'long' ? shown.slice(0, 5) : shown).toEqual(expected);
});

it('tells how the members of a matrix stand together', () => {
  const matrix = rows().find(({ members }) => members);
  expect(matrix && rowStatus(matrix)).toBe('failed');
  expect(matrix && rowDuration(matrix)).toBe(32_000);
});

it('takes what went on alone longest from the critical path', () => {
  const critical = criticalTimes(tasks);
  expect(critical.totalMs).toBe(47_000);
  expect(critical.longest).toMatchObject({
    task: { name: 'clone' },
    ms: 10_000,
  });
  expect(criticalTimes([])).toEqual({ tasks: new Set(), totalMs: 0 });
});

it('counts what the critical path waited for, also before its first task', () => {
  const first = executed(
    'clone',
    [attempt(1, { start: 6, step: 7, stepEnd: 9, end: 10 })],
    { createdAt: at(5), waitingForCreationMs: 5_000 },
  );
  const second = executed(
    'build',
    [attempt(1, { start: 12, step: 13, stepEnd: 20, end: 20 })],
    { createdAt: at(11), waitingForCreationMs: 1_000, dependsOn: ['clone'] },
  );
  expect(criticalTimes([first, second]).totalMs).toBe(20_000);
});
