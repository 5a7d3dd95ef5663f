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

import { forgeLinks } from './forgeLinks';

const source = (url: string) => ({
  url,
  branch: 'fix/a b',
  pullRequest: '7',
  revision: 'abc1234',
});

it.each([
  [
    'https://github.com/acme/web/commit/abc1234',
    'https://github.com/acme/web/tree/fix/a%20b',
    'https://github.com/acme/web/pull/7',
  ],
  [
    'https://github.acme.example/acme/web/commit/abc1234',
    'https://github.acme.example/acme/web/tree/fix/a%20b',
    'https://github.acme.example/acme/web/pull/7',
  ],
  [
    'https://git.acme.example/group/sub/web/-/commit/abc1234',
    'https://git.acme.example/group/sub/web/-/tree/fix/a%20b',
    'https://git.acme.example/group/sub/web/-/merge_requests/7',
  ],
  [
    'https://bitbucket.org/acme/web/commits/abc1234',
    'https://bitbucket.org/acme/web/branch/fix/a%20b',
    'https://bitbucket.org/acme/web/pull-requests/7',
  ],
])('tells from %s', (url, branch, pullRequest) => {
  expect(forgeLinks(source(url))).toEqual({ branch, pullRequest });
});

it.each([
  'https://git.acme.example/acme/web/commit/abc1234',
  'https://github.com/acme/web',
  'ftp://github.com/acme/web/commit/abc1234',
  'nonsense',
])('tells nothing from %s', url => {
  expect(forgeLinks(source(url))).toEqual({});
});

it('has no link for what a run does not have', () => {
  expect(forgeLinks({})).toEqual({});
  expect(
    forgeLinks({ url: 'https://github.com/acme/web/commit/abc1234' }),
  ).toEqual({});
});
