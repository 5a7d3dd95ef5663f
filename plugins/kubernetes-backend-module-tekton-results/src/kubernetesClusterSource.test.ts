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

import { mockServices } from '@backstage/backend-test-utils';
import type {
  ClusterDetails,
  KubernetesCredential,
} from '@backstage/plugin-kubernetes-node';
import { KubernetesBridge } from './KubernetesBridge';
import { kubernetesClusterSource } from './kubernetesClusterSource';

const NEVER = new AbortController().signal;
const USED = {
  isUsed: () => true,
  withoutRemoved: (clusters: readonly ClusterDetails[]) => clusters,
};

/** What is made of a cluster that is signed in to with this credential. */
async function describeOne(
  details: Partial<ClusterDetails>,
  credential: KubernetesCredential = { type: 'anonymous' },
) {
  const bridge = new KubernetesBridge();
  const source = kubernetesClusterSource({
    bridge,
    auth: mockServices.auth(),
    configured: USED,
  });
  const asked = source.clusters({ signal: NEVER });
  bridge.provide({
    clusterSupplier: {
      getClusters: async () => [
        {
          name: 'Prod',
          url: 'https://prod.example.com',
          authMetadata: { 'kubernetes.io/auth-provider': 'vault' },
          ...details,
        },
      ],
    },
    strategies: Object.fromEntries(
      ['vault', 'serviceAccount', 'localKubectlProxy'].map(provider => [
        provider,
        {
          getCredential: async () => credential,
          validateCluster: () => [],
          presentAuthMetadata: metadata => metadata,
        },
      ]),
    ),
  });
  const [cluster] = await asked;
  return cluster;
}

it.each<[KubernetesCredential, object]>([
  [
    { type: 'bearer token', token: 't\n' },
    { type: 'token', token: 't' },
  ],
  [
    { type: 'x509 client certificate', cert: 'c', key: 'k' },
    { type: 'certificate', cert: 'c', key: 'k' },
  ],
  [{ type: 'anonymous' }, { type: 'none' }],
])('signs in with %j', async (given, expected) => {
  const cluster = await describeOne({}, given);
  expect('credential' in cluster && (await cluster.credential())).toEqual(
    expected,
  );
});

it('tells the way to the cluster as the kubernetes plugin goes it', async () => {
  expect(
    await describeOne({
      title: 'Production',
      caData: Buffer.from('pem').toString('base64'),
      skipTLSVerify: true,
    }),
  ).toMatchObject({
    name: 'Prod',
    title: 'Production',
    url: 'https://prod.example.com',
    ca: 'pem',
    skipTLSVerify: true,
  });
});

it('does not tell what it recognises a change by', async () => {
  const authMetadata = {
    'kubernetes.io/auth-provider': 'vault',
    serviceAccountToken: 'SECRET',
  };
  const one = await describeOne({ authMetadata });
  const other = await describeOne({
    authMetadata: { ...authMetadata, serviceAccountToken: 'OTHER' },
  });
  expect(JSON.stringify(one)).not.toContain('SECRET');
  expect(JSON.stringify(one)).not.toEqual(JSON.stringify(other));
});

it.each(['google', 'oidc', 'aks', 'pinniped', 'unknown'])(
  'says of authProvider %s that an archive cannot use it',
  async provider => {
    expect(
      await describeOne({
        authMetadata: { 'kubernetes.io/auth-provider': provider },
      }),
    ).toEqual({
      name: 'Prod',
      title: undefined,
      unsupported: expect.stringContaining(`'${provider}'`),
    });
  },
);

it('shows the token of the pod to no server', async () => {
  const provider = { 'kubernetes.io/auth-provider': 'serviceAccount' };
  const token = { type: 'bearer token', token: 'of the pod' } as const;
  expect(await describeOne({ authMetadata: provider }, token)).toEqual({
    name: 'Prod',
    title: undefined,
    unsupported: expect.stringContaining('inCluster: true'),
  });
  expect(
    await describeOne({
      authMetadata: { ...provider, serviceAccountToken: 'its own' },
    }),
  ).toMatchObject({ url: 'https://prod.example.com' });
});

it.each([
  ['localKubectlProxy', 'http://127.0.0.1:8001', 'http://localhost:8001'],
  ['localKubectlProxy', 'http://::1:8001', 'http://localhost:8001'],
  ['localKubectlProxy', 'http://sidecar:8001', 'http://sidecar:8001'],
  ['vault', 'http://127.0.0.1:8001', 'http://127.0.0.1:8001'],
])('tells of a cluster of %s at %s that it is at %s', async (...row) => {
  const [provider, url, expected] = row;
  expect(
    await describeOne({
      url,
      authMetadata: { 'kubernetes.io/auth-provider': provider },
    }),
  ).toMatchObject({ url: expected });
});

it('waits for the kubernetes plugin no longer than it is told to', async () => {
  const source = kubernetesClusterSource({
    bridge: new KubernetesBridge(),
    auth: mockServices.auth(),
    configured: USED,
  });
  const stop = new AbortController();
  const asked = source.clusters({ signal: stop.signal });
  stop.abort(new Error('too long'));
  await expect(asked).rejects.toThrow('too long');
  await expect(source.clusters({ signal: stop.signal })).rejects.toThrow(
    'too long',
  );
});

it('has no clusters where the kubernetes plugin is not used', async () => {
  const source = kubernetesClusterSource({
    bridge: new KubernetesBridge(),
    auth: mockServices.auth(),
    configured: { ...USED, isUsed: () => false },
  });
  expect(await source.clusters({ signal: NEVER })).toEqual([]);
});
