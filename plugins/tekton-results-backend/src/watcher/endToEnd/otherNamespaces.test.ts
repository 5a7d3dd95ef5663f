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

/**
 * The end-to-end tests may be pointed at a cluster that others use: these show, on
 * an example cluster, that they leave it as it was.
 */
import { setTimeout as sleep } from 'timers/promises';
import { ApiClient } from './__testUtils__/ApiClient';
import { releaseRuns } from './__testUtils__/releaseRuns';
import { RUN_TYPES, runObject, runsPath } from './__testUtils__/runObjects';
import { createTestNamespace } from './__testUtils__/testNamespaces';
import { ControlledCluster } from './__testUtils__/TestedCluster';
import { createWatchedDatabase } from './__testUtils__/WatchedDatabase';
import { WatcherReplica } from './__testUtils__/WatcherReplica';

jest.setTimeout(120_000);

const PATIENCE_MS = 30_000;
const LOOK_AGAIN_MS = 100;

const [TYPE] = RUN_TYPES;
const OURS = 'results.tekton.dev/pipelinerun';
const THEIRS = 'example.com/theirs';

async function createRun(
  api: ApiClient,
  place: { namespace: string; name: string },
  finalizers: readonly string[],
) {
  const { namespace, name } = place;
  const path = runsPath(TYPE, namespace);
  const { metadata, ...run } = runObject(TYPE, name);
  return api.create(path, name, {
    ...run,
    metadata: { ...metadata, finalizers },
  });
}

describe('the end-to-end tests', () => {
  let cluster: ControlledCluster;
  let api: ApiClient;

  beforeEach(async () => {
    cluster = await ControlledCluster.start();
    api = await ApiClient.create(cluster.kubeconfig);
  });

  afterEach(async () => {
    await cluster.close();
  });

  async function untilProtected(path: string) {
    const stopAt = Date.now() + PATIENCE_MS;
    while (!(await api.get(path))?.metadata.finalizers?.length) {
      if (Date.now() > stopAt) {
        throw new Error(`${path} never got a finalizer`);
      }
      await sleep(LOOK_AGAIN_MS);
    }
  }

  it('neither archive nor change the runs of other namespaces', async () => {
    const database = await createWatchedDatabase('SQLITE_3');
    const replica = new WatcherReplica({
      kubeconfig: cluster.kubeconfig,
      database: database.address,
      verbose: false,
    });
    const foreign = ['plain', 'protected', 'deleted'].map(name => ({
      namespace: 'shop',
      name,
    }));
    const pathOf = ({ namespace, name }: (typeof foreign)[number]) =>
      `${runsPath(TYPE, namespace)}/${name}`;
    try {
      for (const place of foreign) {
        await createRun(api, place, place.name === 'plain' ? [] : [OURS]);
      }
      await api.delete(pathOf(foreign[2]));
      const before = await Promise.all(
        foreign.map(run => api.get(pathOf(run))),
      );
      await replica.start();
      await database.untilWatched(RUN_TYPES.length);

      // By the time that both of these are protected, theirs would have been.
      const ours = { namespace: await createTestNamespace(api), name: 'a' };
      const { metadata } = await createRun(api, ours, []);
      await untilProtected(pathOf(ours));
      const later = { namespace: 'shop', name: 'later' };
      const created = await createRun(api, later, []);
      const last = { namespace: ours.namespace, name: 'b' };
      await createRun(api, last, []);
      await untilProtected(pathOf(last));

      expect(
        await Promise.all(foreign.map(run => api.get(pathOf(run)))),
      ).toEqual(before);
      expect(await api.get(pathOf(later))).toEqual(created);
      const uids = (await database.archivedRuns()).map(({ uid }) => uid);
      expect(uids).toHaveLength(2);
      expect(uids).toContain(metadata.uid);
    } finally {
      await replica.kill();
      await database.close();
    }
  });

  it('release the runs of a namespace, and leave the finalizers of others', async () => {
    const namespace = await createTestNamespace(api);
    await createRun(api, { namespace, name: 'a' }, [THEIRS, OURS]);
    await createRun(api, { namespace, name: 'b' }, [OURS]);
    await createRun(api, { namespace: 'shop', name: 'c' }, [OURS]);
    const path = runsPath(TYPE, namespace);
    await api.delete(`${path}/b`);
    expect(await api.get(`${path}/b`)).toBeDefined();
    await releaseRuns(api, namespace);
    const kept = await api.get(`${path}/a`);
    expect(kept?.metadata.finalizers).toEqual([THEIRS]);
    expect(await api.get(`${path}/b`)).toBe(undefined);
    const other = await api.get(`${runsPath(TYPE, 'shop')}/c`);
    expect(other?.metadata.finalizers).toEqual([OURS]);
  });
});
