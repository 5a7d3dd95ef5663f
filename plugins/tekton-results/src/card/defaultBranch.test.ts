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

import { checkout } from '../__fixtures__';
import { defaultBranch } from './defaultBranch';

const source = (location: string) =>
  checkout({ 'backstage.io/source-location': location });

it.each([
  ['url:https://github.com/acme/web/tree/main/', 'main'],
  ['url:https://github.com/acme/web/blob/trunk/catalog-info.yaml', 'trunk'],
  ['url:https://gitlab.com/acme/team/web/-/tree/develop/packages', 'develop'],
  ['url:https://bitbucket.org/acme/web/src/master/', 'master'],
  ['url:https://dev.azure.com/acme/p/_git/web?path=/&version=GBmain', 'main'],
  ['url:https://github.com/acme/web/tree/v2%232/', 'v2#2'],
  ['url:https://github.com/acme/web/', undefined],
  ['url:https://github.com/acme/web/tree/%E0%A4%A/', undefined],
  ['url:nonsense', undefined],
  ['file:/srv/tree/main/catalog-info.yaml', undefined],
])('reads of %s: %s', (location, branch) => {
  expect(defaultBranch(source(location))).toBe(branch);
});

it('asks where the entity came from if nothing says where its source is', () => {
  const entity = checkout({
    'backstage.io/source-location': 'url:https://github.com/acme/web/',
    'backstage.io/managed-by-location':
      'url:https://github.com/acme/web/blob/main/catalog-info.yaml',
  });
  expect(defaultBranch(entity)).toBe('main');
  expect(defaultBranch(checkout({}))).toBeUndefined();
});
