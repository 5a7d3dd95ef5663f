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

import { parseListParams, withParams } from './listParams';

const parse = (text: string) => parseListParams(new URLSearchParams(text));

it('reads order, page and page size', () => {
  expect(parse('sort=-duration&cursor=abc&size=50')).toMatchObject({
    sort: '-duration',
    cursor: 'abc',
    pageSize: 50,
    unread: [],
  });
});

it('takes the defaults for what it cannot read, and tells it', () => {
  expect(parse('sort=Dauer&size=7&cursor=&last=x')).toMatchObject({
    sort: '-start',
    cursor: undefined,
    pageSize: undefined,
    unread: ['last=x', 'sort=Dauer', 'size=7'],
  });
});

it('changes what it is told to and keeps the rest', () => {
  const params = new URLSearchParams('a=1&cursor=x');
  expect(
    withParams(params, { cursor: undefined, sort: 'name' }).toString(),
  ).toBe('a=1&sort=name');
});
