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

import type { RelatedRuns } from 'backstage-plugin-tekton-results-common';
import { checkoutRun, failedRun } from '../../__fixtures__';
import { relatedGroups } from './relatedGroups';

const nothing = { sameRevision: [], children: [], sameResult: [] };
const names = (related: RelatedRuns, tasks: string[] = [], owned = false) =>
  Object.fromEntries(
    relatedGroups({ related, owned, taskUids: new Set(tasks) }).map(
      ({ name, runs }) => [
        name,
        runs.map(({ run, relation }) => [relation, run.name].join(' ').trim()),
      ],
    ),
  );

it('tells each neighbour once, by what is nearest', () => {
  expect(
    names({
      ...nothing,
      previous: checkoutRun,
      previousOnBranch: checkoutRun,
      lastSuccess: checkoutRun,
      nextOnBranch: failedRun,
    }).neighbours,
  ).toEqual([`previous ${checkoutRun.name}`, `nextOnBranch ${failedRun.name}`]);
});

it('leaves out the runs of tasks that the page shows anyway', () => {
  expect(
    names(
      { ...nothing, parent: failedRun, children: [checkoutRun, failedRun] },
      [checkoutRun.uid],
    ).family,
  ).toEqual([`parent ${failedRun.name}`, `children ${failedRun.name}`]);
});

it('has a group for each relation, also without runs', () => {
  expect(names({ ...nothing, sameResult: [failedRun] })).toEqual({
    neighbours: [],
    family: [],
    sameRevision: [],
    sameResult: [failedRun.name],
  });
});

it('says nothing of neighbours and parents of a run that belongs to another', () => {
  const related = { ...nothing, sameResult: [failedRun] };
  expect(Object.keys(names(related, [], true))).toEqual([
    'sameRevision',
    'sameResult',
  ]);
  expect(names({ ...related, parent: checkoutRun }, [], true).family).toEqual([
    `parent ${checkoutRun.name}`,
  ]);
});
