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

import { join } from 'path';
import { ConfigReader } from '@backstage/config';
import { readConfig, watcherConfigOf } from '../config';
import { ClusterDirectory } from './ClusterDirectory';

const A = { name: 'a', url: 'https://a.example.com', token: 'one' };
const B = { name: 'b', url: 'https://b.example.com' };

/** A directory of clusters that can be described otherwise. */
async function setUp(first: object[]) {
  let clusters = first;
  const directory = await ClusterDirectory.create({
    readConfig: () =>
      readConfig(new ConfigReader({ tektonResults: { clusters } } as never)),
  });
  return {
    directory,
    describe: async (next: object[]) => {
      clusters = next;
      await directory.refresh();
    },
  };
}

it('keeps what is described as before, though others come and go', async () => {
  const { directory, describe } = await setUp([A, B]);
  const a = directory.find('a');
  const c = { name: 'c', url: 'https://c.example.com' };
  await describe([c, A]);
  expect(directory.clusters.map(({ name }) => name)).toEqual(['c', 'a']);
  expect(directory.find('a')).toBe(a);
  expect(directory.find('b')).toBeUndefined();
});

it.each([
  ['url', { url: 'https://elsewhere.example.com' }],
  ['token', { token: 'two' }],
  ['certificate authority', { caFile: '/ca.pem' }],
  ['proxy', { proxy: 'http://proxy.example.com' }],
  ['namespaces', { namespaces: ['shop'] }],
  ['title', { title: 'Another' }],
])('opens a cluster anew that has another %s', async (_, change) => {
  const { directory, describe } = await setUp([A]);
  const before = directory.find('a');
  await describe([{ ...A, ...change }]);
  expect(directory.find('a')).toBeDefined();
  expect(directory.find('a')).not.toBe(before);
});

it('tells nothing of a credential by what a cluster is recognised by', async () => {
  const { directory } = await setUp([A]);
  expect(directory.find('a')?.key).toBeTruthy();
  expect(directory.find('a')?.key).not.toContain(A.token);
});

it('reads how clusters are watched along with them', async () => {
  const { directory, describe } = await setUp([A]);
  await describe([{ ...A, watcher: { finalizers: 'never' } }]);
  const { config, problems } = directory.state;
  expect(problems).toEqual([]);
  expect(config.watchers.get('a')).toMatchObject({ finalizers: 'never' });
});

it('leaves a mistake out, and goes on with the rest', async () => {
  const { directory, describe } = await setUp([A, B]);
  await describe([{ ...A, url: 'nowhere' }, B]);
  expect(directory.clusters.map(({ name }) => name)).toEqual(['b']);
  expect(directory.state.problems.map(({ path }) => path)).toEqual([
    'tektonResults.clusters[0].url',
  ]);
});

it('asks what modules add only when it is told to, and misses nothing before', async () => {
  const clusters = jest.fn(async () => [
    {
      name: 'a',
      url: 'https://a.example.com',
      credential: async () => ({ type: 'none' as const }),
    },
  ]);
  const directory = await ClusterDirectory.create({
    readConfig: () =>
      readConfig(
        new ConfigReader({
          tektonResults: { clusters: [{ name: 'a', title: 'Ours' }] },
        }),
      ),
    sources: [{ name: 'theirs', clusters }],
  });
  expect(clusters).not.toHaveBeenCalled();
  await directory.refresh();
  expect(clusters).not.toHaveBeenCalled();
  expect(directory.state.problems).toEqual([]);
  await directory.askModules();
  await directory.refresh();
  expect(directory.clusters).toMatchObject([{ name: 'a', title: 'Ours' }]);
  const [before] = directory.clusters;
  await directory.askModules();
  await directory.refresh();
  expect(directory.clusters[0]).toBe(before);
});

const FOUND = {
  clusterLocatorMethods: [
    {
      type: 'config',
      clusters: [
        {
          name: 'Prod',
          url: 'https://other.example.com',
          authProvider: 'serviceAccount',
          serviceAccountToken: 'other',
        },
      ],
    },
  ],
};

it.each<[string, object]>([
  ['an unknown setting', { ...A, name: 'prod', tokenfile: 'x' }],
  ['an unknown setting of one to be off', { enabled: false, reason: 'x' }],
  ['a text in place of false', { enabled: 'false' }],
  ['a wrong namespace', { namespaces: ['Shop'] }],
  ['no list of namespaces', { namespaces: 'shop' }],
  ['no namespaces', { namespaces: [] }],
  ['another name for a setting', { namespace: ['shop'] }],
  ['a name that is no name', { name: 'Prod', enabled: false }],
])(
  'takes a cluster from nowhere else while its item has %s',
  async (_, item) => {
    const directory = await ClusterDirectory.create({
      readConfig: () =>
        readConfig(
          new ConfigReader({
            kubernetes: FOUND,
            tektonResults: { clusters: [{ name: 'prod', ...item }] },
          } as never),
        ),
    });
    expect(directory.clusters).toEqual([]);
    const [problem] = directory.state.problems;
    expect(directory.state.unsupported).toEqual([
      {
        name: 'prod',
        title: expect.stringMatching(/^prod$/i),
        reason: expect.stringContaining(`${problem.path} ${problem.message}`),
      },
    ]);
  },
);

it('means no other cluster while the kubeconfig cannot be read', async () => {
  const defaultWith = async (kubeconfig?: string) => {
    const directory = await ClusterDirectory.create({
      readConfig: () => readConfig(new ConfigReader({})),
      kubeconfig,
    });
    return directory.state.defaultCluster;
  };
  expect(await defaultWith(join(__dirname, 'not-there'))).toBeUndefined();
  expect(await defaultWith()).toBe('default');
});

it.each([
  ['Production', 'Production'],
  [7, 'prod'],
])(
  'shows a cluster of the title %j as %s while its item has a mistake',
  async (title, shown) => {
    const directory = await ClusterDirectory.create({
      readConfig: () =>
        readConfig(
          new ConfigReader({
            tektonResults: {
              clusters: [{ ...A, name: 'prod', title, tokenfile: 'x' }],
            },
          } as never),
        ),
    });
    expect(directory.state.unsupported).toMatchObject([{ title: shown }]);
  },
);

it.each([
  [undefined, 'https://own.example.com', 'auto'],
  [['config', 'kubernetes'], 'https://own.example.com', 'auto'],
  [['kubernetes', 'config'], 'https://other.example.com', 'never'],
  [['kubernetes'], 'https://other.example.com', 'never'],
])(
  'writes by default as the source lets whose credential is used: %j',
  async (clusterSources, url, finalizers) => {
    const directory = await ClusterDirectory.create({
      readConfig: () =>
        readConfig(
          new ConfigReader({
            kubernetes: FOUND,
            tektonResults: {
              clusterSources,
              clusters: [
                {
                  name: 'prod',
                  url: 'https://own.example.com',
                  watcher: { annotations: true },
                },
              ],
            },
          } as never),
        ),
    });
    const [cluster] = directory.clusters;
    expect(cluster.isFound).toBe(url === 'https://other.example.com');
    expect(watcherConfigOf(cluster, directory.state.config)).toMatchObject({
      finalizers,
      annotations: true,
    });
  },
);

it('lets no other cluster stand in for the default', async () => {
  const { directory, describe } = await setUp([{ ...A, default: true }, B]);
  expect(directory.state).toMatchObject({ defaultCluster: 'a', problems: [] });
  await describe([{ ...A, default: true, enabled: false }, B]);
  expect(directory.state.defaultCluster).toBeUndefined();
  expect(directory.state.problems).toMatchObject([
    { path: 'tektonResults.clusters[a]' },
  ]);
});

it('reports a default only after modules were asked for it', async () => {
  const config = {
    tektonResults: { clusters: [B, { name: 'a', default: true }] },
  };
  const directory = await ClusterDirectory.create({
    readConfig: () => readConfig(new ConfigReader(config)),
    sources: [
      { name: 'theirs', clusters: async () => Promise.reject(new Error('no')) },
    ],
  });
  expect(directory.state.defaultCluster).toBeUndefined();
  expect(directory.state.problems).toEqual([]);
  await directory.askModules();
  await directory.refresh();
  expect(directory.state.defaultCluster).toBeUndefined();
  expect(directory.state.problems).toContainEqual({
    path: 'tektonResults.clusters[a]',
    message: expect.stringContaining('default cluster'),
  });
});
