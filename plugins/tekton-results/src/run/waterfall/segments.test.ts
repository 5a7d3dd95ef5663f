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

import { at, atMs, attempt, executed, skipped } from '../__testUtils__';
import { taskSegments, type Segment } from './segments';

/** Kinds and times in seconds, such as `step 3-9`. */
const written = (segments: readonly Segment[]) =>
  segments.map(
    ({ kind, fromMs, toMs }) =>
      `${kind} ${(fromMs - atMs(0)) / 1_000}-${(toMs - atMs(0)) / 1_000}`,
  );
const LATER = atMs(100);

it('cuts the time of a task into what it went into', () => {
  const task = executed(
    'build',
    [
      attempt(1, { start: 6, step: 9, stepEnd: 19, end: 20 }, 'failed'),
      attempt(2, { start: 22, step: 22, stepEnd: 30, end: 30 }),
    ],
    { createdAt: at(5), waitingForCreationMs: 3_000 },
  );
  const segments = taskSegments(task, LATER);
  expect(written(segments)).toEqual([
    'waitingForCreation 2-5',
    'waitingForStart 5-6',
    'startingUp 6-9',
    'step 9-19',
    'finishing 19-20',
    'waitingForStart 20-22',
    'step 22-30',
  ]);
  const sum = segments.reduce((ms, { fromMs, toMs }) => ms + toMs - fromMs, 0);
  expect(sum).toBe(28_000);
});

it('lets what is not over end now', () => {
  const running = { status: 'running', completedAt: undefined } as const;
  const done = attempt(1, { start: 6, step: 9, stepEnd: 19, end: 20 });
  const [step] = done.steps;
  const runs = executed('build', [
    {
      ...done,
      ...running,
      steps: [{ ...step, completedAt: undefined, status: 'running' }],
    },
  ]);
  expect(written(taskSegments(runs, LATER))).toEqual([
    'startingUp 6-9',
    'step 9-100',
  ]);

  const startsUp = executed('build', [
    { ...done, ...running, steps: [{ name: 'run', status: 'waiting' }] },
  ]);
  expect(written(taskSegments(startsUp, LATER))).toEqual(['startingUp 6-100']);

  const created = {
    ...executed('build', [done]),
    status: 'waiting' as const,
    attempts: [],
  };
  expect(written(taskSegments(created, LATER))).toEqual([
    'waitingForStart 6-100',
  ]);
});

it('shows a run without steps as one piece', () => {
  const custom = executed('approve', [
    {
      ...attempt(1, { start: 1, step: 1, stepEnd: 9, end: 9 }),
      steps: [],
    },
  ]);
  expect(written(taskSegments(custom, LATER))).toEqual(['running 1-9']);
});

/** A task from 0 to 9 s with a step from 1 to 5 s, and one from and to these. */
function withPush(fromSeconds: number, toSeconds: number) {
  const done = attempt(1, { start: 0, step: 1, stepEnd: 5, end: 9 });
  const push = {
    name: 'push',
    status: 'succeeded' as const,
    startedAt: at(fromSeconds),
    completedAt: at(toSeconds),
  };
  return executed('build', [{ ...done, steps: [...done.steps, push] }]);
}

it('puts steps one after the other, whatever their clocks say', () => {
  expect(written(taskSegments(withPush(4, 8), LATER))).toEqual([
    'startingUp 0-1',
    'step 1-5',
    'step 5-8',
    'finishing 8-9',
  ]);
});

it('leaves no hole between steps', () => {
  expect(written(taskSegments(withPush(7, 9), LATER))).toEqual([
    'startingUp 0-1',
    'step 1-5',
    'betweenSteps 5-7',
    'step 7-9',
  ]);
});

it('has nothing to show of what never was', () => {
  expect(taskSegments(skipped('deploy'), LATER)).toEqual([]);
  const cancelled = {
    ...skipped('deploy'),
    status: 'cancelled' as const,
    createdAt: at(1),
    attempts: [{ number: 1, status: 'cancelled' as const, steps: [] }],
  };
  expect(taskSegments(cancelled, LATER)).toEqual([]);
});
