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

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { toldTables } from './toldTables.mjs';

const told = (...lines) => ({
  tests: [{ results: [{ stdout: lines.map(text => ({ text })) }] }],
});

it('makes tables of the figures that browser tests tell, times first', () => {
  const report = {
    suites: [
      {
        suites: [
          {
            specs: [
              told(
                'P2 sort: 120 ms (limit 300)\n',
                'P3 25 runs: 3211 B (limit 25000)\n',
              ),
              told('P14 ratio 1.02 (limit 1.3)\n'),
            ],
          },
        ],
        specs: [
          told(
            'P1 entity tab, cold load: 2700 ms (limit 2500), over the limit\n',
          ),
        ],
      },
    ],
  };
  assert.deepEqual(
    toldTables(report).map(({ columns, rows }) => [columns, ...rows]),
    [
      [
        ['figure', 'ms', 'limit ms'],
        ['P2 sort', 120, 300],
        ['P1 entity tab, cold load', 2700, 2500],
      ],
      [
        ['figure', 'value', 'unit', 'limit'],
        ['P3 25 runs', 3211, 'B', 25000],
      ],
      [['line'], ['P14 ratio 1.02 (limit 1.3)']],
    ],
  );
});

it('takes the last try of a test, and makes no table of nothing', () => {
  const results = [
    { stdout: [{ text: 'P2 sort: 900 ms (limit 300)\n' }] },
    { stdout: [{ text: 'P2 sort: 100 ms (limit 300)\n' }] },
  ];
  const report = { suites: [{ specs: [{ tests: [{ results }] }] }] };
  const tables = toldTables(report);
  assert.equal(tables.length, 1);
  assert.deepEqual(tables[0].rows, [['P2 sort', 100, 300]]);
  assert.deepEqual(toldTables({ suites: [] }), []);
});
