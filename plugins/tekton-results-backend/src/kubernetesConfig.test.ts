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

import { ConfigReader } from '@backstage/config';
import { readKubernetesConfig } from './kubernetesConfig';

const URL = 'https://prod.example.com:6443';

function read(clusterLocatorMethods: unknown) {
  return readKubernetesConfig(
    new ConfigReader({ kubernetes: { clusterLocatorMethods } } as never),
  );
}

function readOne(cluster: object) {
  const { clusters, problems } = read([
    { type: 'config', clusters: [{ name: 'prod', url: URL, ...cluster }] },
  ]);
  return { cluster: clusters[0], problems };
}

it('reads clusters with service accounts', () => {
  const { clusters, problems } = read([
    { type: 'catalog' },
    {
      type: 'config',
      clusters: [
        {
          name: 'Prod EU',
          title: 'Production',
          url: URL,
          authProvider: 'serviceAccount',
          serviceAccountToken: 's',
          caData: 'YQ==',
          dashboardUrl: 'https://dashboard.example.com',
          customResources: [],
        },
      ],
    },
  ]);
  expect(problems).toEqual([]);
  expect(clusters).toEqual([
    {
      name: 'Prod EU',
      title: 'Production',
      path: 'kubernetes.clusterLocatorMethods[1].clusters[0]',
      connection: {
        url: URL,
        token: 's',
        ca: Buffer.from('a'),
        skipTLSVerify: false,
      },
    },
  ]);
});

it('takes metadata for more than settings, as the kubernetes plugin does', () => {
  const { cluster } = readOne({
    authProvider: 'google',
    serviceAccountToken: 'other',
    authMetadata: {
      'kubernetes.io/auth-provider': 'serviceAccount',
      serviceAccountToken: 's',
    },
  });
  expect(cluster.connection).toMatchObject({ token: 's' });
});

it.each([
  { serviceAccountToken: 'to\nken\n' },
  { authMetadata: { serviceAccountToken: ' token\n' } },
])('does not mind line breaks in %j and in an authority', settings => {
  const { cluster, problems } = readOne({
    authProvider: 'serviceAccount',
    caData: 'YWJj\n  ZGVm\n',
    ...settings,
  });
  expect(problems).toEqual([]);
  expect(cluster.connection).toMatchObject({
    token: 'token',
    ca: Buffer.from('abcdef'),
  });
});

it('takes a service account without a token for that of the pod', () => {
  expect(readOne({ authProvider: 'serviceAccount' }).cluster).toMatchObject({
    connection: 'inCluster',
  });
});

it('knows where kubectl proxy listens', () => {
  expect(read([{ type: 'localKubectlProxy' }]).clusters).toEqual([
    {
      name: 'local',
      path: 'kubernetes.clusterLocatorMethods[0]',
      connection: { url: 'http://localhost:8001', skipTLSVerify: false },
    },
  ]);
});

it.each(['google', 'oidc', 'aks', 'aws', 'azure', 'googleServiceAccount', 'x'])(
  'says of authProvider %s that an archive cannot use it',
  authProvider => {
    const { cluster, problems } = readOne({ authProvider });
    expect(problems).toEqual([]);
    expect(cluster.connection).toBeUndefined();
    expect(cluster.unsupported).toContain(`'${authProvider}'`);
  },
);

it('tells which locators it does not read', () => {
  const answer = read([{ type: 'catalog' }, { type: 'gke', projectId: 'p' }]);
  expect(answer).toEqual({
    clusters: [],
    otherLocators: ['catalog', 'gke'],
    problems: [],
  });
});

it.each([
  ['no list', 'none', ''],
  ['no type', [{}], '[0].type'],
  ['no clusters', [{ type: 'config' }], '[0].clusters'],
  [
    'no authProvider',
    [{ type: 'config', clusters: [{ name: 'a', url: URL }] }],
    '[0].clusters[0].authProvider',
  ],
  [
    'a url of another kind',
    [
      {
        type: 'config',
        clusters: [{ name: 'a', url: 'x', authProvider: 'aws' }],
      },
    ],
    '[0].clusters[0].url',
  ],
])('reports %s with its path', (_, methods, path) => {
  expect(read(methods).problems).toEqual([
    {
      path: `kubernetes.clusterLocatorMethods${path}`,
      message: expect.any(String),
    },
  ]);
});

it('goes on after a mistake', () => {
  const { clusters } = read([
    {
      type: 'config',
      clusters: [
        { name: 'bad' },
        { name: 'good', url: URL, authProvider: 'localKubectlProxy' },
      ],
    },
  ]);
  expect(clusters.map(({ name }) => name)).toEqual(['good']);
});
