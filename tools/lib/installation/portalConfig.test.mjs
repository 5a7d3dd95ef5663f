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
import { portalConfig } from './portalConfig.mjs';

const config = portalConfig({
  readme: {
    tektonResults: {
      logs: { enabled: true },
      clusters: [
        {
          name: 'prod',
          url: 'https://prod.example.com:6443',
          token: 'secret',
          caFile: '/etc/ca.pem',
        },
      ],
    },
  },
  clusterUrl: 'http://127.0.0.1:8001',
  port: 7007,
  data: '/data',
  app: 'app-legacy',
});

describe('the configuration of the new Backstage', () => {
  it('is that of the README, but for where the cluster is', () => {
    assert.deepEqual(config.tektonResults, {
      logs: { enabled: true },
      clusters: [
        { name: 'prod', url: 'http://127.0.0.1:8001', token: 'secret' },
      ],
    });
  });

  it('serves one of the apps at the address of the backend', () => {
    assert.deepEqual(config.app, {
      baseUrl: 'http://localhost:7007',
      packageName: 'app-legacy',
    });
    assert.equal(config.backend.listen.port, 7007);
  });
});
