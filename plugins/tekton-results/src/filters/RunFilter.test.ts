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

import {
  filterParts,
  NO_FILTER,
  partKey,
  type RunFilter,
  withoutPart,
  withValue,
} from './RunFilter';

const FILTER: RunFilter = {
  search: 'x',
  statuses: ['failed', 'running'],
  period: { kind: 'last', span: '24h' },
  values: [
    { field: 'branch', value: 'main' },
    { field: 'branch', value: 'next' },
  ],
};

it('has a part for each condition', () => {
  expect(filterParts(FILTER).map(partKey)).toEqual([
    'search',
    'status:failed',
    'status:running',
    'period',
    'value:branch:main',
    'value:branch:next',
  ]);
  expect(filterParts(NO_FILTER)).toEqual([]);
});

it('loses one part at a time', () => {
  const parts = filterParts(FILTER);
  for (const part of parts) {
    expect(filterParts(withoutPart(FILTER, part))).toEqual(
      parts.filter(other => other !== part),
    );
  }
});

it('asks for a value once', () => {
  const main = { field: 'branch', value: 'main' } as const;
  expect(withValue(NO_FILTER, main).values).toEqual([main]);
  expect(withValue(FILTER, main).values).toEqual([
    { field: 'branch', value: 'next' },
    main,
  ]);
});
