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

import { PIPELINE_RUNS, useClusters } from '../testUtils';

describe('discovery', () => {
  const clusters = useClusters();

  it.each([
    ['/version', { gitVersion: expect.stringMatching(/^v1\./) }],
    ['/api', { kind: 'APIVersions', versions: ['v1'] }],
    ['/apis', { kind: 'APIGroupList' }],
    ['/api/v1', { kind: 'APIResourceList', groupVersion: 'v1' }],
    ['/apis/tekton.dev', { kind: 'APIGroup', name: 'tekton.dev' }],
    ['/apis/tekton.dev/v1', { groupVersion: 'tekton.dev/v1' }],
    ['/apis/tekton.dev/v1beta1', { groupVersion: 'tekton.dev/v1beta1' }],
    [
      '/.well-known/openid-configuration',
      {
        issuer: expect.stringContaining('https://'),
        jwks_uri: expect.stringMatching(/\/openid\/v1\/jwks$/),
        id_token_signing_alg_values_supported: ['RS256'],
      },
    ],
    ['/openid/v1/jwks', { keys: [] }],
  ])('describes %s', async (path, expected) => {
    const { call } = await clusters.start();
    const response = await call(path);
    expect(response.status).toBe(200);
    expect(response.body).toMatchObject(expected);
  });

  it('names the issuer of tokens that it is given, to everybody with an identity', async () => {
    const { call } = await clusters.start({
      issuer: 'https://issuer.example.com',
      tokens: [{ token: 't', user: 'somebody', rules: [] }],
    });
    const path = '/.well-known/openid-configuration';
    const response = await call(path, { token: 't' });
    expect(response.body.issuer).toBe('https://issuer.example.com');
    expect((await call(path)).status).toBe(403);
  });

  it('lists each resource with its verbs and subresources', async () => {
    const { call } = await clusters.start();
    const { body } = await call('/api/v1');
    expect(body.resources).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          name: 'pods',
          kind: 'Pod',
          namespaced: true,
          verbs: expect.arrayContaining(['list', 'watch']),
        }),
        expect.objectContaining({ name: 'pods/log', verbs: ['get'] }),
      ]),
    );
  });

  it('answers unknown paths with plain text, as the real server does', async () => {
    const { call } = await clusters.start();
    for (const path of ['/nothing', '/apis/other.dev/v1/things']) {
      const response = await call(path);
      expect(response.status).toBe(404);
      expect(response.text).toBe('404 page not found\n');
      expect(response.headers['content-type']).toContain('text/plain');
    }
  });

  it('has nothing of Tekton where Tekton is not installed', async () => {
    const { call, cluster } = await clusters.start({ installed: false });
    for (const path of ['/apis/tekton.dev', PIPELINE_RUNS]) {
      const response = await call(path);
      expect(response.status).toBe(404);
      expect(response.text).toBe('404 page not found\n');
    }
    expect((await call('/apis')).text).not.toContain('tekton.dev');
    cluster.setInstalled(true);
    expect((await call(PIPELINE_RUNS)).status).toBe(200);
  });

  it('fails for v1beta1 of kinds that a webhook would have to convert', async () => {
    const { call } = await clusters.start();
    const response = await call('/apis/tekton.dev/v1beta1/pipelineruns');
    expect(response.status).toBe(500);
    expect(response.body.message).toContain('conversion webhook');
    expect((await call('/apis/tekton.dev/v1beta1/customruns')).status).toBe(
      200,
    );
  });
});
