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

import { parseFilter, withFilter } from './filterParams';
import { NO_FILTER, type RunFilter } from './RunFilter';

const parse = (text: string) => parseFilter(new URLSearchParams(text));

const FULL: RunFilter = {
  search: 'fix & retry',
  statuses: ['failed', 'timedOut'],
  period: { kind: 'last', span: '7d' },
  values: [
    { field: 'branch', value: 'feat/a:b' },
    { field: 'label', value: 'app=web' },
  ],
};

it('reads nothing of an empty URL, and writes nothing for no filter', () => {
  expect(parse('')).toEqual({ filter: NO_FILTER, unread: [] });
  expect(withFilter(new URLSearchParams(), NO_FILTER).toString()).toBe('');
});

it('reads what it writes', () => {
  const params = withFilter(new URLSearchParams(), FULL);
  expect(params.get('status')).toBe('failed,timedOut');
  expect(params.getAll('f')).toEqual(['branch:feat/a:b', 'label:app=web']);
  expect(parseFilter(params)).toEqual({ filter: FULL, unread: [] });
});

it('keeps parameters it does not know, and starts at the first page', () => {
  const params = new URLSearchParams('other=1&cursor=abc&last=7d&sort=name');
  expect(
    withFilter(params, {
      ...NO_FILTER,
      period: { kind: 'days', to: '2026-02-01' },
    }).toString(),
  ).toBe('other=1&sort=name&to=2026-02-01');
});

it.each([
  ['status=failed,nonsense', ['status=nonsense']],
  ['last=7y', ['last=7y']],
  ['from=2026-02-30', ['from=2026-02-30']],
  ['to=%00', ['to=\0']],
  ['f=branch', ['f=branch']],
  ['f=branch:', ['f=branch:']],
  ['f=colour:red', ['f=colour:red']],
  ['f=label:app', ['f=label:app']],
  ['f=kind:Pod', ['f=kind:Pod']],
])('leaves out of %s what is no filter, and tells it', (text, unread) => {
  expect(parse(text).unread).toEqual(unread);
});

it('reads the good beside the bad, each value once', () => {
  const { filter } = parse(
    'status=failed,x,failed&f=task:a&f=task:a&f=b&last=x',
  );
  expect(filter).toEqual({
    ...NO_FILTER,
    statuses: ['failed'],
    values: [{ field: 'task', value: 'a' }],
  });
});

it('leaves out of a search what the backend would refuse', () => {
  expect(parse('q=a%00b').filter.search).toBe('ab');
});

it('cuts a search that the backend would refuse', () => {
  expect(parse(`q=${'a'.repeat(300)}`).filter.search).toHaveLength(256);
});
