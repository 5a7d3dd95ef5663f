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

import { changeRunLocation, readRunLocation } from './runLocation';

const read = (query: string) => readRunLocation(new URLSearchParams(query));
const change = (query: string, parts: Record<string, string | number | null>) =>
  changeRunLocation(new URLSearchParams(query), parts).toString();

it('reads what the URL says', () => {
  expect(read('')).toEqual({ tab: 'overview', view: 'waterfall' });
  expect(read('tab=yaml&view=table&task=build&attempt=2&step=push')).toEqual({
    tab: 'yaml',
    view: 'table',
    task: 'build',
    attempt: 2,
    step: 'push',
  });
});

it.each(['tab=nonsense', 'view=%00', 'attempt=-1', 'attempt=x', 'task='])(
  'takes %s as not said',
  query => {
    expect(read(query)).toEqual({ tab: 'overview', view: 'waterfall' });
  },
);

it('leaves defaults out and keeps what it does not know', () => {
  expect(change('other=1&tab=yaml', { tab: 'overview' })).toBe('other=1');
  expect(change('', { tab: 'logs', view: 'table' })).toBe(
    'tab=logs&view=table',
  );
});

it('drops what means nothing any more', () => {
  const query = 'task=a&attempt=2&step=s&lines=3-5';
  expect(change(query, { task: 'b' })).toBe('task=b');
  expect(change(query, { task: 'a' })).toBe(query);
  expect(change(query, { attempt: 1 })).toBe('task=a&attempt=1');
  expect(change(query, { task: 'b', step: 'x' })).toBe('task=b&step=x');
  expect(change(query, { task: null })).toBe('');
  expect(
    change('tab=logs&find=x&findIn=run&findAs=case', { tab: 'yaml' }),
  ).toBe('tab=yaml');
});
