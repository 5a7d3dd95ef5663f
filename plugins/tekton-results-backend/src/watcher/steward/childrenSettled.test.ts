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
import { childrenSettled } from './childrenSettled';

const build: StewardedChild = {
  uid: '1',
  kind: 'TaskRun',
  name: 'build',
  settled: true,
};
const references = [
  { kind: 'TaskRun', name: 'build' },
  { kind: 'PipelineRun', name: 'nested' },
];

describe('childrenSettled', () => {
  const settled = (options: Partial<Parameters<typeof childrenSettled>[0]>) =>
    childrenSettled({
      references,
      children: [build],
      expected: ({ kind }) => kind === 'TaskRun',
      ...options,
    });

  it.each<[string, Parameters<typeof settled>[0], boolean]>([
    ['all children are stored to their end', {}, true],
    ['a child still runs', { children: [{ ...build, settled: false }] }, false],
    ['F14: a child has not arrived', { children: [] }, false],
    [
      'a child runs that the PipelineRun does not name',
      { references: [], children: [{ ...build, settled: false }] },
      false,
    ],
    ['there are no children', { references: [], children: [] }, true],
    ['a child is not archived', { children: [], expected: () => false }, true],
  ])('when %s', (_, options, expected) => {
    expect(settled(options)).toBe(expected);
  });
});
