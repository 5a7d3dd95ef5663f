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

import { jumpTarget } from './jumpTarget';

const HERE = 'https://backstage.example.com/tekton-runs?q=x';
const UID = '7e32fc33-1a55-43ff-b676-a57912420901';
const COMMIT = '9f3c2ab0'.repeat(5);

it.each([
  [` ${UID.toUpperCase()} `, { kind: 'run', uid: UID }],
  [COMMIT, { kind: 'commit', revision: COMMIT }],
  [
    `https://backstage.example.com/catalog/default/component/a/runs/c/${UID}?tab=yaml`,
    {
      kind: 'page',
      path: `/catalog/default/component/a/runs/c/${UID}?tab=yaml`,
    },
  ],
])('leads from %s at once to its place', (text, target) => {
  expect(jumpTarget(text, HERE)).toEqual(target);
});

it.each([
  'fix retry',
  '9f3c2ab',
  'https://evil.example.com/tekton-runs/a/b',
  'https://backstage.example.com/catalog',
  // eslint-disable-next-line no-script-url -- it must not be followed
  'javascript:alert(1)',
])('searches for %s', text => {
  expect(jumpTarget(text, HERE)).toBeUndefined();
});
