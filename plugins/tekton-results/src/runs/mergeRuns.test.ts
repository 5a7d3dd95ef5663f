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

import type { RunSummary } from 'backstage-plugin-tekton-results-common';
import { checkoutRun } from '../__fixtures__';
import { leftRuns, mergeRuns, newRuns } from './mergeRuns';

const run = (uid: string, rest: Partial<RunSummary> = {}): RunSummary => ({
  ...checkoutRun,
  uid,
  ...rest,
});
const uids = (runs: readonly RunSummary[]) => runs.map(({ uid }) => uid);

const SHOWN = [run('b', { status: 'running' }), run('a')];

it('keeps each row in its place and shows how it stands now', () => {
  const merged = mergeRuns(SHOWN, [run('c'), run('b', { status: 'failed' })]);
  expect(uids(merged)).toEqual(['b', 'a']);
  expect(merged[0].status).toBe('failed');
});

it('shows what became of a row that left the page, with its tasks', () => {
  const tasks = [{ name: 't', status: 'succeeded' as const }];
  const shown = [run('b', { status: 'running', tasks })];
  expect(mergeRuns(shown, [], [run('b', { status: 'failed' })])).toEqual([
    run('b', { status: 'failed', tasks }),
  ]);
});

it('tells runs of other clusters apart', () => {
  expect(uids(newRuns(SHOWN, [run('a', { cluster: 'other' })]))).toEqual(['a']);
});

it('finds what is new, and what left while it went on', () => {
  const fresh = [run('d'), run('c')];
  expect(uids(newRuns(SHOWN, fresh))).toEqual(['d', 'c']);
  expect(uids(leftRuns(SHOWN, fresh))).toEqual(['b']);
});
