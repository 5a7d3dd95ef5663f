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

import { failedLogs, logOf, namedTasks } from '../../__fixtures__';
import { chooseStep, nextFailure } from './chooseStep';
import { allSteps, logTree } from './logTree';

const failed = logTree(
  namedTasks,
  failedLogs.map(({ log }) => log),
);
const nameOf = (entry?: { taskKey: string; attempt: number; step?: string }) =>
  entry && `${entry.taskKey}/${entry.attempt}/${entry.step}`;

describe('the tree of logs', () => {
  it('has the tasks in their order, with status and logs of each step', () => {
    expect(failed.map(({ key, status }) => [key, status])).toEqual([
      ['clone', 'succeeded'],
      ['image', 'failed'],
      ['deploy', 'skipped'],
      ['notify', 'succeeded'],
    ]);
    expect(
      allSteps(failed).map(entry => [nameOf(entry), entry.status]),
    ).toEqual([
      ['clone/1/clone', 'succeeded'],
      ['image/1/build', 'succeeded'],
      ['image/1/push', 'failed'],
    ]);
  });

  it('tells members of a matrix apart by their runs', () => {
    const member = (number: number) => ({
      key: `image:${number}`,
      task: {
        ...namedTasks[1].task,
        run: { kind: 'TaskRun' as const, uid: `uid-${number}`, name: 'x' },
      },
    });
    const log = (number: number) => ({
      ...logOf('image', 'push'),
      run: { kind: 'TaskRun' as const, uid: `uid-${number}`, name: 'x' },
    });
    const tree = logTree([member(1), member(2)], [log(2), log(1)]);
    expect(allSteps(tree).map(({ log: own }) => own.run?.uid)).toEqual([
      'uid-1',
      'uid-2',
    ]);
  });

  it('keeps logs of tasks that nobody knows', () => {
    const tree = logTree([], [logOf('a', 'x'), logOf('b', 'y')]);
    expect(tree.map(({ title }) => title)).toEqual(['a', 'b']);
  });
});

describe('the step that is shown', () => {
  const running = logTree(namedTasks, [
    logOf('clone', 'clone'),
    logOf('notify', 'a', { state: 'streaming' }),
    logOf('notify', 'b', { state: 'notYet' }),
  ]);
  const retried = logTree(namedTasks, [
    logOf('image', 'push'),
    logOf('image', 'push', { attempt: 2 }),
  ]);

  it('is the first that failed', () => {
    expect(nameOf(chooseStep(failed, {})?.entry)).toBe('image/1/push');
  });

  it('is else the one that is running', () => {
    expect(nameOf(chooseStep(running, {})?.entry)).toBe('notify/1/a');
  });

  it('is else the last, of the last attempt', () => {
    expect(nameOf(chooseStep(retried, {})?.entry)).toBe('image/2/push');
  });

  it('is the one of the URL if there is one', () => {
    const location = { task: 'image', attempt: 1, step: 'push' };
    expect(chooseStep(retried, location)).toMatchObject({
      entry: { attempt: 1 },
      missing: false,
    });
    expect(nameOf(chooseStep(failed, { task: 'image' })?.entry)).toBe(
      'image/1/push',
    );
  });

  it.each([
    { task: 'nonsense' },
    { task: 'image', attempt: 9 },
    { task: 'image', step: 'nonsense' },
    { task: 'deploy' },
  ])('is another, and said to be, for $task $attempt $step', location => {
    expect(chooseStep(failed, location)).toMatchObject({
      entry: { taskKey: 'image', step: 'push' },
      missing: true,
    });
  });

  it('is none where there is none', () => {
    expect(chooseStep(logTree(namedTasks, []), {})).toBeUndefined();
  });
});

it('goes from failure to failure, around the end', () => {
  const logs = [
    logOf('clone', 'clone'),
    logOf('image', 'build'),
    logOf('image', 'push'),
    logOf('image', undefined, { state: 'neverCaptured', attempt: 2 }),
  ];
  const tree = logTree(namedTasks, logs);
  const [clone, , push, none] = allSteps(tree);
  expect(nextFailure(tree, clone, 1)).toBe(push);
  expect(nextFailure(tree, push, 1)).toBe(none);
  expect(nextFailure(tree, none, 1)).toBe(push);
  expect(nextFailure(tree, clone, -1)).toBe(none);
  expect(nextFailure(tree, undefined, 1)).toBe(push);
  const [only] = allSteps(failed).filter(entry => entry.failed);
  expect(nextFailure(failed, only, 1)).toBeUndefined();
});
