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

import { previewTotals, sumOf } from './previewTotals';

const amount = (runs: number, exact = true) => ({
  runs,
  bytes: runs * 1_000,
  exact,
});

it('adds up what policies, deleted namespaces and limits would remove', () => {
  expect(
    previewTotals({
      time: '2026-11-21T08:00:00Z',
      policies: [
        {
          policy: 'short',
          forever: false,
          matching: amount(50),
          expiring: [
            { part: 'runs', afterMs: 1, amount: amount(10) },
            { part: 'logs', afterMs: 1, amount: amount(4) },
          ],
        },
        {
          policy: 'default',
          forever: false,
          matching: amount(70),
          expiring: [{ part: 'runs', afterMs: 1, amount: amount(1) }],
        },
      ],
      deletedNamespaces: { part: 'runs', afterMs: 1, amount: amount(2) },
      limits: [{ maxBytes: 1, bytes: 2, expiring: amount(3, false) }],
    }),
  ).toEqual({
    runs: amount(16, false),
    logs: amount(4),
    events: amount(0),
  });
});

it('is nothing, exactly, if there is nothing', () => {
  expect(sumOf([])).toEqual(amount(0));
});
