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

import type { RunSummary } from 'backstage-plugin-tekton-results-common';
import { runLinks } from './runLinks';

const run: RunSummary = {
  cluster: 'prod',
  uid: '4f0c',
  kind: 'CustomRun',
  namespace: 'shop',
  name: 'approval',
  status: 'running',
  createdAt: '2026-11-21T05:00:00.000Z',
  source: {},
};

const templates = [
  { title: 'Console', url: 'https://console/{{namespace}}/{{kind}}/{{name}}' },
  { title: 'Logs', url: 'https://logs/{{resource}}?uid={{uid}}&c={{cluster}}' },
];

describe('links to where else a run is shown', () => {
  it('has one for each template', () => {
    expect(runLinks(run, templates)).toEqual([
      { title: 'Console', url: 'https://console/shop/CustomRun/approval' },
      { title: 'Logs', url: 'https://logs/customruns?uid=4f0c&c=prod' },
    ]);
  });

  it('has none once the run is gone from its cluster', () => {
    const goneAt = '2026-11-21T05:08:40.000Z';
    expect(runLinks({ ...run, goneAt }, templates)).toEqual([]);
  });
});
