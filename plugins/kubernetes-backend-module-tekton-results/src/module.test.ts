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

import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import kubernetesPlugin from '@backstage/plugin-kubernetes-backend';
import {
  kubernetesAuthStrategyExtensionPoint,
  type AuthenticationStrategy,
} from '@backstage/plugin-kubernetes-node';
// eslint-disable-next-line @backstage/no-mixed-plugin-imports -- the module hands over what one plugin knows to the other; only both together show that it does
import tektonResultsPlugin from 'backstage-plugin-tekton-results-backend';
import type {
  CaptureHealth,
  ListRunsResponse,
} from 'backstage-plugin-tekton-results-common';
import {
  RESOURCES,
  startExampleCluster,
  TEST_CERTIFICATES,
  type ExampleCluster,
} from 'example-cluster';
import request from 'supertest';
import kubernetesModuleTektonResults from '.';

jest.setTimeout(60_000);

const GIVE_UP_MS = 30_000;
const { ca, serverCert, serverKey } = TEST_CERTIFICATES;

/** Signs in as nobody else does. */
class VaultStrategy implements AuthenticationStrategy {
  token = 'vault-token-1';

  async getCredential() {
    return { type: 'bearer token' as const, token: this.token };
  }

  validateCluster() {
    return [];
  }

  presentAuthMetadata() {
    return {};
  }
}

describe('the module between the kubernetes plugin and Tekton Results', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  const vault = new VaultStrategy();
  let cluster: ExampleCluster;
  let stop = async () => {};

  beforeEach(async () => {
    vault.token = 'vault-token-1';
    cluster = await startExampleCluster({
      tls: { key: serverKey, cert: serverCert },
      tokens: [{ token: vault.token, user: 'backstage' }],
    });
  });

  afterEach(async () => {
    await stop();
    await cluster.close({ abrupt: true });
  });

  async function start(options: {
    clusterLocatorMethods: object[];
    entities?: Entity[];
  }) {
    const { clusterLocatorMethods, entities = [] } = options;
    const backend = await startTestBackend({
      features: [
        // In this order what is asked for starts last.
        tektonResultsPlugin,
        kubernetesModuleTektonResults,
        kubernetesPlugin,
        createBackendModule({
          pluginId: 'kubernetes',
          moduleId: 'vault',
          register(env) {
            env.registerInit({
              deps: { strategies: kubernetesAuthStrategyExtensionPoint },
              async init({ strategies }) {
                strategies.addAuthStrategy('vault', vault);
                // With one of them, the usual ones are not there.
                strategies.addAuthStrategy('google', vault);
              },
            });
          },
        }),
        mockServices.rootConfig.factory({
          data: {
            kubernetes: {
              serviceLocatorMethod: { type: 'multiTenant' },
              clusterLocatorMethods,
            },
            tektonResults: { watcher: { storeEvents: false } },
          },
        }),
        // The one that it would open itself would stay open, and keep Jest waiting.
        mockServices.database.factory({
          knex: await databases.init('SQLITE_3'),
        }),
        catalogServiceMock.factory({ entities }),
      ],
    });
    stop = () => backend.stop();
    const get = async <T>(path: string): Promise<T> =>
      (await request(backend.server).get(path)).body;
    const until = async <T>(
      path: string,
      holds: (answer: T) => unknown,
    ): Promise<T> => {
      const giveUpAt = Date.now() + GIVE_UP_MS;
      for (;;) {
        const answer = await get<T>(path);
        if (holds(answer)) {
          return answer;
        }
        if (Date.now() > giveUpAt) {
          throw new Error(`It never held; last: ${JSON.stringify(answer)}`);
        }
        await new Promise(resolve => setTimeout(resolve, 50));
      }
    };
    return { get, until };
  }

  const HEALTH = '/api/tekton-results/v1/health';
  const RUNS = '/api/tekton-results/v1/runs';

  function stateOf({ clusters }: CaptureHealth, name: string) {
    return clusters.find(known => known.name === name)?.state;
  }

  it('archives clusters of the configuration with a strategy of the kubernetes plugin', async () => {
    const { get, until } = await start({
      clusterLocatorMethods: [
        {
          type: 'config',
          clusters: [
            {
              name: 'Prod EU',
              url: cluster.url,
              authProvider: 'vault',
              caData: Buffer.from(ca).toString('base64'),
            },
            { name: 'theirs', url: cluster.url, authProvider: 'google' },
          ],
        },
      ],
    });
    cluster.store.create(RESOURCES.pipelineruns, {
      metadata: { name: 'build', namespace: 'shop' },
    });
    const { items } = await until<ListRunsResponse>(
      RUNS,
      answer => answer.items?.length > 0,
    );
    expect(items).toMatchObject([{ cluster: 'prod-eu', name: 'build' }]);
    const health = await get<CaptureHealth>(HEALTH);
    expect(stateOf(health, 'theirs')).toBe('unsupported');
    expect(health.state).toBe('ok');
    // The kubernetes plugin works as it does without the module.
    const { items: clusters } = await get<{ items: Array<{ name: string }> }>(
      '/api/kubernetes/clusters',
    );
    expect(clusters.map(({ name }) => name)).toEqual(['Prod EU', 'theirs']);
  });

  it('archives clusters of the catalog', async () => {
    const { until } = await start({
      clusterLocatorMethods: [
        { type: 'catalog', dangerouslyAllowClusterUrls: ['127.0.0.1'] },
      ],
      entities: [
        {
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'Resource',
          metadata: {
            name: 'from-the-catalog',
            namespace: 'default',
            annotations: {
              'kubernetes.io/api-server': cluster.url,
              'kubernetes.io/api-server-certificate-authority':
                Buffer.from(ca).toString('base64'),
              'kubernetes.io/auth-provider': 'vault',
            },
          },
          spec: { type: 'kubernetes-cluster', owner: 'guests' },
        },
      ],
    });
    cluster.store.create(RESOURCES.pipelineruns, {
      metadata: { name: 'build', namespace: 'shop' },
    });
    const { items } = await until<ListRunsResponse>(
      RUNS,
      answer => answer.items?.length > 0,
    );
    expect(items).toMatchObject([
      { cluster: 'from-the-catalog', name: 'build' },
    ]);
  });

  it('signs in again when the cluster refuses the credential', async () => {
    const { until } = await start({
      clusterLocatorMethods: [
        {
          type: 'config',
          clusters: [
            {
              name: 'prod',
              url: cluster.url,
              authProvider: 'vault',
              caData: Buffer.from(ca).toString('base64'),
            },
          ],
        },
      ],
    });
    await until<CaptureHealth>(
      HEALTH,
      health => stateOf(health, 'prod') === 'ok',
    );
    vault.token = 'vault-token-2';
    cluster.setTokens([{ token: vault.token, user: 'backstage' }]);
    cluster.dropWatches();
    cluster.store.create(RESOURCES.pipelineruns, {
      metadata: { name: 'build', namespace: 'shop' },
    });
    const { items } = await until<ListRunsResponse>(
      RUNS,
      answer => answer.items?.length > 0,
    );
    expect(items).toMatchObject([{ cluster: 'prod', name: 'build' }]);
  });
});
