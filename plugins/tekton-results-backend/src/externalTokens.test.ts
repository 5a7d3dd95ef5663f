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

import { mkdtemp, readFile, rm, writeFile } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { authServiceFactory } from '@backstage/backend-defaults/auth';
import { httpAuthServiceFactory } from '@backstage/backend-defaults/httpAuth';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { ConfigSources } from '@backstage/config-loader';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { JsonObject } from '@backstage/types';
import request from 'supertest';
import tektonResultsPlugin from '.';
import { backendDatabase } from './__testUtils__/databases';

jest.setTimeout(60_000);

const DOCUMENT = join(__dirname, '../../../docs/permissions.md');
const RESULTS =
  '/api/tekton-results/apis/results.tekton.dev/v1alpha2/parents/shop/results';

const TOKENS = {
  RUNS_READER_TOKEN: 'token-of-the-reader',
  TEKTON_WATCHER_TOKEN: 'token-of-the-watcher',
};

/** The configuration of the document, with tokens in its place. */
async function documentedConfig(): Promise<JsonObject> {
  const document = await readFile(DOCUMENT, 'utf8');
  const yaml = [...document.matchAll(/^```yaml\n(.*?)^```$/gms)]
    .map(([, block]) => block)
    .find(block => block.includes('externalAccess:'));
  const dir = await mkdtemp(join(tmpdir(), 'external-tokens-'));
  try {
    const path = join(dir, 'app-config.yaml');
    if (yaml === undefined) {
      throw new Error('The document has no such configuration');
    }
    await writeFile(path, yaml);
    const config = await ConfigSources.toConfig(
      ConfigSources.default({
        argv: ['--config', path],
        env: {},
        substitutionFunc: async name => TOKENS[name as keyof typeof TOKENS],
        watch: false,
      }),
    );
    const data = config.get<JsonObject>();
    config.close();
    return data;
  } finally {
    await rm(dir, { recursive: true });
  }
}

/** The plugin with Backstage's own authentication. */
async function startPlugin() {
  const backend = await startTestBackend({
    features: [
      tektonResultsPlugin,
      authServiceFactory,
      httpAuthServiceFactory,
      mockServices.rootConfig.factory({ data: await documentedConfig() }),
      await backendDatabase(),
      catalogServiceMock.factory({ entities: [] }),
    ],
  });
  const statusFor = async (
    token: string,
    method: 'get' | 'post' | 'delete',
    path: string,
    body?: object,
  ) => {
    const { status } = await request(backend.server)
      [method](path)
      .set('Authorization', `Bearer ${token}`)
      .send(body);
    return status;
  };
  return { backend, statusFor };
}

describe('the documented tokens of services', () => {
  let plugin: Awaited<ReturnType<typeof startPlugin>>;

  beforeAll(async () => {
    plugin = await startPlugin();
  });
  afterAll(() => plugin?.backend.stop());

  const cart = { name: 'shop/results/cart' };
  const { RUNS_READER_TOKEN, TEKTON_WATCHER_TOKEN } = TOKENS;

  it('may do what their restrictions name, and nothing else', async () => {
    const { statusFor } = plugin;
    expect(await statusFor(RUNS_READER_TOKEN, 'post', RESULTS, cart)).toBe(401);
    expect(await statusFor(TEKTON_WATCHER_TOKEN, 'post', RESULTS, cart)).toBe(
      200,
    );
    for (const token of [RUNS_READER_TOKEN, TEKTON_WATCHER_TOKEN]) {
      expect(await statusFor(token, 'get', `${RESULTS}/cart`)).toBe(200);
      expect(await statusFor(token, 'get', '/api/tekton-results/v1/runs')).toBe(
        200,
      );
      expect(await statusFor(token, 'delete', `${RESULTS}/cart`)).toBe(401);
    }
  });

  it('are the only ones', async () => {
    expect(await plugin.statusFor('other', 'get', RESULTS)).toBe(401);
  });
});
