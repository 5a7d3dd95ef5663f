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

import { failedRun } from '../__fixtures__';
import { runTitle } from './runTitle';

it.each([
  [{ displayName: 'Nightly' }, 'Nightly'],
  [{}, 'Fix rounding of totals'],
  [{ source: {} }, 'checkout-build-d52299b'],
  [{ ownerUid: 'parent', task: 'test' }, 'test · Fix rounding of totals'],
  [{ task: 'test' }, 'Fix rounding of totals'],
  [{ ownerUid: 'parent', task: 'test', source: {}, name: 'b-test' }, 'b-test'],
])('with %p is %s', (change, title) => {
  expect(runTitle({ ...failedRun, ...change })).toBe(title);
});
