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

import type { StewardedChild } from '../../store';
import { sortChildren, type ChildReference } from './sortChildren';

const build: StewardedChild = {
  uid: '1',
  kind: 'TaskRun',
  name: 'build',
  settled: true,
};
const running: StewardedChild = { ...build, settled: false };
const reference: ChildReference = { kind: 'TaskRun', name: 'build' };

describe('sortChildren', () => {
  it.each<
    [
      string,
      Parameters<typeof sortChildren>[0],
      ReturnType<typeof sortChildren>,
    ]
  >([
    [
      'all children are stored to their end',
      { references: [reference], children: [build] },
      { unfinished: [], unstored: [] },
    ],
    [
      'a child still runs',
      { references: [reference], children: [running] },
      { unfinished: [running], unstored: [] },
    ],
    [
      'F14: a child has not arrived',
      { references: [reference], children: [] },
      { unfinished: [], unstored: [reference] },
    ],
    [
      'a run of another kind has its name',
      {
        references: [{ kind: 'CustomRun', name: 'build' }],
        children: [build],
      },
      { unfinished: [], unstored: [{ kind: 'CustomRun', name: 'build' }] },
    ],
    [
      'a child runs that the PipelineRun does not name',
      { references: [], children: [running] },
      { unfinished: [running], unstored: [] },
    ],
  ])('when %s', (_, options, sorted) => {
    expect(sortChildren(options)).toEqual(sorted);
  });
});
