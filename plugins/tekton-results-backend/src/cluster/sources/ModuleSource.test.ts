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

import { getEventListeners } from 'events';
import type {
  ClusterSource,
  SourceCluster,
} from 'backstage-plugin-tekton-results-node';
import type { ClusterAccess } from '../ClusterAccess';
import type { DescribedCluster } from './DescribedCluster';
import { ModuleSource } from './ModuleSource';
import { sourceAccess } from './sourceAccess';

const PROD: SourceCluster = {
  name: 'prod',
  url: 'https://prod.example.com',
  credential: async () => ({ type: 'token', token: 'SECRET' }),
};

/** A source of a module, and how what it tells may change. */
function setUp(clusters: ClusterSource['clusters'], timeoutMs = 10_000) {
  const source = { name: 'theirs', clusters };
  return {
    source,
    module: new ModuleSource({
      source,
      environment: {},
      timeoutMs,
      now: () => Date.UTC(2026, 10, 21, 12),
    }),
  };
}

/** What it tells when it is asked. */
async function answerOf(module: ModuleSource) {
  await module.ask();
  return module.answer();
}

function accessOf({ access }: DescribedCluster): ClusterAccess {
  if ('unsupported' in access) {
    throw new Error(access.unsupported);
  }
  return access;
}

it('describes clusters, and why some have no use', async () => {
  const { module } = setUp(async () => [
    { ...PROD, title: 'Production', skipTLSVerify: true },
    { name: 'other', unsupported: 'nobody can sign in' },
  ]);
  const { clusters, problems } = await answerOf(module);
  expect(problems).toEqual([]);
  expect(clusters).toMatchObject([
    {
      name: 'prod',
      title: 'Production',
      origin: 'theirs (prod)',
      warnings: [expect.stringContaining('not verified')],
    },
    { name: 'other', access: { unsupported: 'nobody can sign in' } },
  ]);
  expect(await accessOf(clusters[0]).requestOptions()).toMatchObject({
    headers: { authorization: 'Bearer SECRET' },
    rejectUnauthorized: false,
  });
});

it('has nothing to tell, and knows it, before it was asked', () => {
  const { module } = setUp(async () => [PROD]);
  expect(module.answer()).toEqual({
    clusters: [],
    problems: [],
    isPartial: true,
  });
});

it.each<[string, object, string]>([
  ['no url', { url: '' }, 'http or https URL'],
  ['a url without a scheme', { url: 'bad.example.com:6443' }, 'https URL'],
  ['no credential', { credential: undefined }, 'credential'],
  ['an authority that is no text', { ca: 7 }, 'cannot be used (TypeError'],
])(
  'says why one has no use that has %s, and tells the others',
  async (_, odd, reason) => {
    const { module } = setUp(async () => [
      { ...PROD, name: 'odd', ...odd } as SourceCluster,
      PROD,
    ]);
    const { clusters, problems } = await answerOf(module);
    expect(problems).toEqual([]);
    expect(clusters).toMatchObject([
      { name: 'odd', access: { unsupported: expect.stringContaining(reason) } },
      { name: 'prod', access: { url: PROD.url } },
    ]);
  },
);

it('leaves out one without a name, says so, and tells the others', async () => {
  const { module } = setUp(async () => [
    PROD,
    { ...PROD, name: undefined } as unknown as SourceCluster,
    null as unknown as SourceCluster,
  ]);
  const { clusters, problems } = await answerOf(module);
  expect(clusters.map(({ name }) => name)).toEqual(['prod']);
  expect(problems).toEqual(
    [2, 3].map(place => ({
      path: "cluster source 'theirs'",
      message: expect.stringContaining(`without a name (number ${place})`),
    })),
  );
});

it.each<[string, ClusterSource['clusters'], string]>([
  ['fails', async () => Promise.reject(new Error('SECRET')), 'Error'],
  ['is silent', () => new Promise(() => {}), 'TimeoutError'],
  ['tells no list', async () => 'SECRET' as never, 'ZodError'],
])('stays with what it knew when the source %s', async (_, fail, kind) => {
  const { source, module } = setUp(async () => [PROD], 20);
  const before = await answerOf(module);
  source.clusters = fail;
  const after = await answerOf(module);
  expect(after.clusters).toEqual(before.clusters);
  expect(after.problems).toEqual([
    {
      path: "cluster source 'theirs'",
      message: `has not told its clusters since 2026-11-21T12:00:00.000Z (${kind}); those of the last time stay`,
    },
  ]);
  expect(after.isPartial).toBe(true);
  expect(JSON.stringify(after)).not.toContain('SECRET');
  source.clusters = async () => [PROD];
  expect((await answerOf(module)).problems).toEqual([]);
});

it.each<[string, () => ReturnType<ClusterSource['clusters']>]>([
  ['has told', async () => [PROD]],
  ['fails', async () => Promise.reject(new Error('no'))],
  [
    'fails before it promises anything',
    () => {
      throw new Error('no');
    },
  ],
])('waits for no time limit any more when the source %s', async (_, tell) => {
  const signals: AbortSignal[] = [];
  const { module } = setUp(({ signal }) => {
    signals.push(signal);
    return tell();
  });
  await module.ask();
  expect(signals).toHaveLength(1);
  expect(getEventListeners(signals[0], 'abort')).toEqual([]);
});

it('recognises a cluster by all but its credential', async () => {
  const { source, module } = setUp(async () => [PROD]);
  const keyWith = async (change: Partial<SourceCluster>) => {
    source.clusters = async () => [{ ...PROD, ...change }];
    return (await answerOf(module)).clusters[0].key;
  };
  const key = await keyWith({});
  expect(await keyWith({ credential: async () => ({ type: 'none' }) })).toBe(
    key,
  );
  expect(await keyWith({ url: 'https://elsewhere' })).not.toBe(key);
  expect(await keyWith({ revision: '2' })).not.toBe(key);
});

describe('the access to a cluster of a module', () => {
  it('signs in once a minute, or when it was refused', async () => {
    let now = 0;
    const credential = jest.fn(PROD.credential);
    const access = sourceAccess({ ...PROD, credential }, {}, () => now);
    await Promise.all([access.requestOptions(), access.requestOptions()]);
    now = 59_999;
    await access.requestOptions();
    expect(credential).toHaveBeenCalledTimes(1);
    now = 60_000;
    await access.requestOptions();
    expect(credential).toHaveBeenCalledTimes(2);
    access.renew();
    await access.requestOptions();
    expect(credential).toHaveBeenCalledTimes(3);
  });

  it('signs in again after a failure', async () => {
    const credential = jest
      .fn(PROD.credential)
      .mockRejectedValueOnce(new Error('no'));
    const access = sourceAccess({ ...PROD, credential }, {});
    await expect(access.requestOptions()).rejects.toThrow('no');
    expect((await access.requestOptions()).headers).toBeDefined();
  });

  it('shows a certificate, or nothing', async () => {
    const shown = async (credential: SourceCluster['credential']) =>
      sourceAccess({ ...PROD, credential }, {}).requestOptions();
    expect(
      await shown(async () => ({ type: 'certificate', cert: 'c', key: 'k' })),
    ).toMatchObject({ cert: 'c', key: 'k', headers: {} });
    expect((await shown(async () => ({ type: 'none' }))).headers).toEqual({});
  });
});
