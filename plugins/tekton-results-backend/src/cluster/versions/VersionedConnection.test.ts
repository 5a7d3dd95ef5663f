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

import {
  RESOURCES,
  startExampleCluster,
  type ExampleCluster,
} from 'example-cluster';
import { readClusters, type Cluster } from '../readClusters';
import { RUN_RESOURCES, type WatchEvent } from '../ClusterConnection';

const [pipelineRuns, taskRuns, customRuns] = RUN_RESOURCES;

let cluster: ExampleCluster;
let client: Cluster;
const stop = new AbortController();
const { signal } = stop;

async function start(tektonVersion: 'v1' | 'v1beta1') {
  cluster = await startExampleCluster({ tektonVersion });
  const { clusters } = await readClusters({
    config: {
      namesClusters: true,
      clusters: [
        { name: 'test', url: cluster.url, skipTLSVerify: false, ca: undefined },
      ],
    },
  });
  [client] = clusters;
}

afterEach(() => cluster.close());

function createRun(name: string) {
  return cluster.store.create(RESOURCES.pipelineruns, {
    metadata: { name, namespace: 'shop' },
    spec: { taskRunTemplate: { serviceAccountName: 'builder' } },
  });
}

const asV1 = {
  apiVersion: 'tekton.dev/v1',
  kind: 'PipelineRun',
  spec: { taskRunTemplate: { serviceAccountName: 'builder' } },
};

function list() {
  return client.connection.list({ resource: pipelineRuns, limit: 10, signal });
}

async function nextEvents(resourceVersion: string): Promise<WatchEvent[]> {
  for await (const batch of client.connection.watch({
    resource: pipelineRuns,
    resourceVersion,
    timeoutSeconds: 10,
    signal,
  })) {
    if (batch.length > 0) {
      return [...batch];
    }
  }
  return [];
}

describe.each(['v1', 'v1beta1'] as const)(
  'reading runs of a cluster that serves %s',
  version => {
    it('lists, watches and gets them as v1', async () => {
      await start(version);
      createRun('a');
      const page = await list();
      expect(page.items).toEqual([expect.objectContaining(asV1)]);
      createRun('b');
      expect(await nextEvents(page.resourceVersion)).toEqual([
        { type: 'ADDED', object: expect.objectContaining(asV1) },
      ]);
      expect(
        await client.connection.getObject({
          resource: pipelineRuns,
          namespace: 'shop',
          name: 'a',
          signal,
        }),
      ).toMatchObject(asV1);
      expect(
        await client.connection.list({
          resource: customRuns,
          limit: 1,
          signal,
        }),
      ).toMatchObject({ items: [] });
    });

    it('writes to them where they are', async () => {
      await start(version);
      const { metadata } = createRun('a');
      await list();
      const options = {
        resource: pipelineRuns,
        namespace: 'shop',
        name: 'a',
        signal,
      };
      await client.writer.apply({
        ...options,
        body: {
          apiVersion: 'tekton.dev/v1',
          kind: 'PipelineRun',
          metadata: {
            name: 'a',
            namespace: 'shop',
            uid: metadata.uid,
            annotations: { applied: 'yes' },
          },
        },
        fieldManager: 'test',
        force: false,
      });
      const stored = () =>
        cluster.store.find(RESOURCES.pipelineruns, 'shop', 'a');
      expect(stored()?.metadata.annotations).toEqual({ applied: 'yes' });
      expect(stored()?.spec).toEqual(asV1.spec);
      await client.writer.remove({ ...options, uid: metadata.uid });
      expect(stored()).toBe(undefined);
    });
  },
);

it('notices at the next list that the cluster serves v1 by now', async () => {
  await start('v1beta1');
  createRun('a');
  expect((await list()).items).toHaveLength(1);
  cluster.setTektonVersion('v1');
  expect((await list()).items).toEqual([expect.objectContaining(asV1)]);
});

it('watches on when Tekton was upgraded, or taken back, meanwhile', async () => {
  await start('v1');
  createRun('a');
  const { resourceVersion } = await list();
  createRun('b');
  for (const version of ['v1beta1', 'v1'] as const) {
    cluster.setTektonVersion(version);
    expect(await nextEvents(resourceVersion)).toEqual([
      { type: 'ADDED', object: expect.objectContaining(asV1) },
    ]);
    await list();
  }
});

it('reports a cluster without Tekton as such', async () => {
  await start('v1');
  cluster.setInstalled(false);
  await expect(
    client.connection.list({ resource: taskRuns, limit: 1, signal }),
  ).rejects.toMatchObject({ code: 'notInstalled', status: 404 });
});
