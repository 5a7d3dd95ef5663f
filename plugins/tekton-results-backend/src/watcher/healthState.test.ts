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

import type { ClusterHealth } from 'backstage-plugin-tekton-results-common';
import { healthState } from './healthState';

const well: ClusterHealth = {
  name: 'a',
  title: 'A',
  state: 'ok',
  resources: [],
};
const right = {
  verb: 'patch',
  apiGroup: 'tekton.dev',
  resource: 'taskruns',
  feature: 'finalizers',
};

it.each<[string, Partial<ClusterHealth>, string]>([
  ['nothing is wrong', {}, 'ok'],
  ['it is not known yet', { state: 'starting' }, 'ok'],
  ['a cluster fails', { state: 'failing' }, 'degraded'],
  [
    'a right is missing that may be',
    { missingRights: [{ ...right, optional: true }] },
    'ok',
  ],
  [
    'a right is missing that is needed',
    { missingRights: [{ ...right, optional: false }] },
    'degraded',
  ],
])('if %s', (_, cluster, state) => {
  const clusters = [well, { ...well, ...cluster }];
  expect(healthState({ clusters, configProblems: [] })).toBe(state);
});

it('is degraded by a mistake in the configuration', () => {
  const configProblems = [{ path: 'tektonResults.watcher', message: 'no' }];
  expect(healthState({ clusters: [well], configProblems })).toBe('degraded');
});
