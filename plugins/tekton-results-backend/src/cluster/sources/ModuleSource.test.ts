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
    module: new ModuleSource({ source, environment: {}, timeoutMs }),
  };
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
  const { clusters, problems } = await module.describe();
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

it.each<[string, ClusterSource['clusters']]>([
  ['fails', async () => Promise.reject(new Error('SECRET'))],
  ['is silent', () => new Promise(() => {})],
])('stays with what it knew when the source %s', async (_, fail) => {
  const { source, module } = setUp(async () => [PROD], 20);
  const before = await module.describe();
  source.clusters = fail;
  const after = await module.describe();
  expect(after.clusters).toEqual(before.clusters);
  expect(after.warnings).toEqual([expect.stringContaining('theirs')]);
  expect(JSON.stringify(after)).not.toContain('SECRET');
});

it('recognises a cluster by all but its credential', async () => {
  const { source, module } = setUp(async () => [PROD]);
  const keyWith = async (change: Partial<SourceCluster>) => {
    source.clusters = async () => [{ ...PROD, ...change }];
    return (await module.describe()).clusters[0].key;
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
