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

import { NO_FILTER } from './RunFilter';
import { toSelection } from './toSelection';

const NOW = Date.parse('2026-11-21T12:34:56Z');

it('asks for everything without a filter', () => {
  expect(toSelection(NO_FILTER, NOW)).toEqual({});
});

it('asks for each condition as the backend names it', () => {
  expect(
    toSelection(
      {
        search: ' fix ',
        statuses: ['failed'],
        period: { kind: 'all' },
        values: [
          { field: 'branch', value: 'main' },
          { field: 'branch', value: 'next' },
          { field: 'kind', value: 'TaskRun' },
          { field: 'label', value: 'app=web' },
          { field: 'cluster', value: 'prod' },
        ],
      },
      NOW,
    ),
  ).toEqual({
    search: 'fix',
    statuses: ['failed'],
    branch: ['main', 'next'],
    kinds: ['TaskRun'],
    labels: ['app=web'],
    cluster: ['prod'],
  });
});

it('reaches back from now, by the minute', () => {
  expect(
    toSelection({ ...NO_FILTER, period: { kind: 'last', span: '24h' } }, NOW),
  ).toEqual({ from: '2026-11-20T12:34:00.000Z' });
});

it('includes the first and the last day', () => {
  const { from, to } = toSelection(
    {
      ...NO_FILTER,
      period: { kind: 'days', from: '2026-02-28', to: '2026-02-28' },
    },
    NOW,
  );
  expect(from).toBe(new Date(2026, 1, 28).toISOString());
  expect(to).toBe(new Date(2026, 2, 1).toISOString());
});
