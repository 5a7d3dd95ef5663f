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

import { parseSummaryQuery } from './parseSummaryQuery';

const ALL_ITEMS =
  'total,succeeded,failed,cancelled,running,others,last_runtime,avg_duration,max_duration,min_duration,total_duration';

describe('parseSummaryQuery', () => {
  it.each([
    [undefined, ['total']],
    ['', ['total']],
    ['failed', ['failed']],
    [' failed ,  total,failed ', ['failed', 'total', 'failed']],
    [ALL_ITEMS, ALL_ITEMS.split(',')],
  ])('reads the summary %s', (summary, items) => {
    expect(parseSummaryQuery({ summary }).items).toEqual(items);
  });

  it.each([
    ['bogus', 'bogus'],
    ['total,', ''],
    ['total,Failed', 'Failed'],
    ['total failed', 'total failed'],
    ['constructor', 'constructor'],
  ])('refuses the summary %s', (summary, item) => {
    expect(() => parseSummaryQuery({ summary })).toThrow(
      `invalid aggregate query: ${item}`,
    );
  });

  it.each([
    [undefined, undefined],
    [' ', undefined],
    ['namespace', { by: 'namespace' }],
    [' pipeline ', { by: 'pipeline' }],
    ['repository', { by: 'repository' }],
    ['week', { by: 'time', unit: 'week', time: 'creationTimestamp' }],
    [
      'year creationTimestamp',
      { by: 'time', unit: 'year', time: 'creationTimestamp' },
    ],
    ['minute  startTime', { by: 'time', unit: 'minute', time: 'startTime' }],
    [
      'month completionTime',
      { by: 'time', unit: 'month', time: 'completionTime' },
    ],
  ])('reads group_by %s', (text, groupBy) => {
    expect(parseSummaryQuery({ group_by: text }).groupBy).toEqual(groupBy);
    expect(parseSummaryQuery({ groupBy: text }).groupBy).toEqual(groupBy);
  });

  it.each([
    ['bogus', 'bogus'],
    ['Day', 'Day'],
    ['namespace startTime', 'namespace startTime'],
    ['day endTime', 'endTime'],
    ['day startTime desc', 'day startTime desc'],
  ])('refuses group_by %s', (text, what) => {
    expect(() => parseSummaryQuery({ group_by: text })).toThrow(
      new RegExp(`^group_by does not recognize ${what}$`),
    );
  });

  const grouped = { summary: 'total, failed', group_by: 'namespace' };

  it.each([
    ['total asc', 'total', 'asc'],
    ['failed DESC', 'failed', 'desc'],
    [' Desc   failed ', 'failed', 'desc'],
    ['ASC total', 'total', 'asc'],
  ])('reads order_by %s', (text, item, direction) => {
    const { order } = parseSummaryQuery({ ...grouped, order_by: text });
    expect(order).toEqual({ item, direction });
  });

  it.each([
    ['total', 'order_by does not recognize total'],
    ['desc', 'order_by does not recognize desc'],
    ['total down', 'order_by does not recognize total down'],
    ['total desc, failed', 'order_by does not recognize total desc, failed'],
    [
      'running desc',
      'field name running is not allowed, must be one of summary',
    ],
    [
      'asc group_value',
      'field name group_value is not allowed, must be one of summary',
    ],
  ])('refuses order_by %s', (text, message) => {
    expect(() => parseSummaryQuery({ ...grouped, order_by: text })).toThrow(
      message,
    );
  });

  it('does not look at order_by without groups, nor if it is empty', () => {
    expect(parseSummaryQuery({ order_by: '%' }).order).toBeUndefined();
    expect(
      parseSummaryQuery({ ...grouped, order_by: ' ' }).order,
    ).toBeUndefined();
  });

  it('reads filters on Records', () => {
    expect(
      parseSummaryQuery({ filter: ' data_type == TASK_RUN ' }).filter,
    ).toMatchObject({ subject: 'records', text: 'data_type == TASK_RUN' });
    expect(() => parseSummaryQuery({ filter: 'summary.type == "x"' })).toThrow(
      /summary/,
    );
  });
});
