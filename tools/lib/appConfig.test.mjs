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

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { configArgs, namesClusters, readAddresses } from './appConfig.mjs';

describe('choosing clusters', () => {
  it('wants the example when nobody names clusters', () => {
    assert.equal(
      namesClusters([{ app: {} }, { tektonResults: {} }], {}),
      false,
    );
  });

  it('leaves the example out when a file names clusters', () => {
    const configs = [{}, { tektonResults: { clusters: [{ name: 'prod' }] } }];
    assert.equal(namesClusters(configs, {}), true);
  });

  it('leaves the example out when the environment names clusters', () => {
    assert.equal(namesClusters([], { KUBECONFIG: 'some/file' }), true);
    const key = 'APP_CONFIG_tektonResults_clusters_0_name';
    assert.equal(namesClusters([], { [key]: 'prod' }), true);
  });
});

describe('reading the configuration', () => {
  it('finds the files given by --config', () => {
    const args = ['app', '--config', 'a.yaml', '--config=b.yaml', '--inspect'];
    assert.deepEqual(configArgs(args), ['a.yaml', 'b.yaml']);
  });

  it('takes the last address that a file gives', () => {
    const configs = [
      { app: { baseUrl: 'http://localhost:3000' } },
      { app: { baseUrl: 'http://localhost:3001' }, backend: {} },
    ];
    assert.deepEqual(readAddresses(configs), {
      appUrl: 'http://localhost:3001',
      ports: [3001, 7007],
    });
  });
});
