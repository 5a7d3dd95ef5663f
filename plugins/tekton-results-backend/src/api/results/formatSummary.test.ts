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

import type { Interval, SummaryGroup } from '../../store';
import { formatSummary } from './formatSummary';
import type { SummaryItem, SummaryOrder } from './parseSummaryQuery';

const seconds = (count: number): Interval => ({
  days: 0,
  micros: BigInt(count) * 1_000_000n,
});

function group(
  value: SummaryGroup['value'],
  total: number,
  runs: { lastStart?: bigint; seconds?: number } = {},
): SummaryGroup {
  return {
    value,
    total,
    figures: {
      outcomes: {
        succeeded: 1,
        failed: 2,
        cancelled: 3,
        running: 4,
        others: 5,
      },
      lastStart: runs.lastStart,
      ...(runs.seconds !== undefined && {
        durations: {
          total: seconds(runs.seconds * 2),
          average: seconds(runs.seconds),
          min: seconds(runs.seconds - 1),
          max: seconds(runs.seconds + 1),
        },
      }),
    },
  };
}

describe('formatSummary', () => {
  it('has all items with their keys in order', () => {
    const items: SummaryItem[] = [
      'total',
      'succeeded',
      'failed',
      'cancelled',
      'running',
      'others',
      'last_runtime',
      'total_duration',
      'avg_duration',
      'max_duration',
      'min_duration',
      'total',
    ];
    const run = { lastStart: 1_706_102_048_500_000n, seconds: 90 };
    expect(
      JSON.stringify(
        formatSummary([group(null, 6, run)], { items, grouped: false }),
      ),
    ).toBe(
      JSON.stringify([
        {
          avg_duration: '00:01:30',
          cancelled: 3,
          failed: 2,
          last_runtime: 1706102048.5,
          max_duration: '00:01:31',
          min_duration: '00:01:29',
          others: 5,
          running: 4,
          succeeded: 1,
          total: 6,
          total_duration: '00:03:00',
        },
      ]),
    );
  });

  it('has null where nothing is known', () => {
    expect(
      formatSummary([group(null, 1), { value: null, total: 2 }], {
        items: ['last_runtime', 'max_duration', 'failed'],
        grouped: true,
      }),
    ).toEqual([
      { failed: 2, group_value: null, last_runtime: null, max_duration: null },
      { failed: 0, group_value: null, last_runtime: null, max_duration: null },
    ]);
  });

  const GROUPS = [
    group('b', 1, { seconds: 9, lastStart: 1n }),
    group('c', 3),
    group(null, 3),
    group('a', 2, { seconds: 100_000 }),
  ];

  it.each<[string, SummaryOrder | undefined, string[]]>([
    ['nothing', undefined, ['a', 'b', 'c', 'null']],
    ['a count', { item: 'total', direction: 'asc' }, ['b', 'a', 'c', 'null']],
    [
      'a count backwards',
      { item: 'total', direction: 'desc' },
      ['c', 'null', 'a', 'b'],
    ],
    [
      'a duration',
      { item: 'avg_duration', direction: 'asc' },
      ['b', 'a', 'c', 'null'],
    ],
    [
      'a duration backwards',
      { item: 'avg_duration', direction: 'desc' },
      ['c', 'null', 'a', 'b'],
    ],
    [
      'a time',
      { item: 'last_runtime', direction: 'asc' },
      ['b', 'a', 'c', 'null'],
    ],
  ])('orders groups by %s', (_, order, expected) => {
    const rows = formatSummary(GROUPS, {
      items: ['total', 'avg_duration', 'last_runtime'],
      grouped: true,
      order,
    });
    expect(rows.map(row => String(row.group_value))).toEqual(expected);
  });

  it('orders times by themselves', () => {
    const rows = formatSummary([group(60, 1), group(null, 1), group(-60, 1)], {
      items: ['total'],
      grouped: true,
    });
    expect(rows.map(row => row.group_value)).toEqual([-60, 60, null]);
  });
});
