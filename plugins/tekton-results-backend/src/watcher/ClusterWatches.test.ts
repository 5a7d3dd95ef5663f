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
import { startExampleCluster } from 'example-cluster';
import { readClusters } from '../cluster';
import { DEFAULT_WATCHER_CONFIG } from '../config';
import { createTestStores, TESTED_DATABASES } from '../__testUtils__/databases';
import {
  lastRecordedEvents,
  TEST_CLUSTER,
} from '../__testUtils__/recordedRuns';
import type { Stores } from '../store';
import { CaptureMonitor } from './CaptureMonitor';
import { ClusterWatches } from './ClusterWatches';
import { noWatcherMetrics } from './metrics';
import { startWatching } from './__testUtils__/startWatching';

jest.setTimeout(90_000);

const PAUSE_MS = 400;

async function pause() {
  await new Promise(resolve => setTimeout(resolve, PAUSE_MS));
}

async function startCapture(stores: Stores, url: string) {
  const { clusters } = await readClusters({
    config: {
      namesClusters: true,
      clusters: [
        { name: TEST_CLUSTER, url, skipTLSVerify: false, ca: undefined },
      ],
    },
  });
  const monitor = new CaptureMonitor({ configProblems: [] });
  const stop = startWatching({
    clusters,
    stores,
    monitor,
    logger: mockServices.logger.mock(),
  });
  return { monitor, stop };
}

/** All runs that are stored, by name: how they stand and whether they are gone. */
async function storedRuns(stores: Stores): Promise<Map<string, string>> {
  const { runs } = await stores.runs.list({
    query: { includeOwned: true },
    limit: 100,
  });
  return new Map(
    runs.map(run => [run.name, `${run.reason}${run.goneAt ? ', gone' : ''}`]),
  );
}

const expected = new Map(
  lastRecordedEvents().map(({ captured, event }) => [
    captured.facts.name,
    `${captured.facts.reason}${event.type === 'DELETED' ? ', gone' : ''}`,
  ]),
);

it('tells at the start what is written to each cluster', async () => {
  const { stores } = await createTestStores('SQLITE_3', { now: Date.now });
  const cluster = await startExampleCluster({});
  const { clusters } = await readClusters({
    config: {
      namesClusters: true,
      clusters: ['kept', 'read'].map(name => ({
        name,
        url: cluster.url,
        skipTLSVerify: false,
        ca: undefined,
      })),
    },
  });
  const logger = mockServices.logger.mock();
  const lines: Array<[unknown, string]> = [];
  logger.child.mockImplementation(meta => {
    const child = mockServices.logger.mock();
    child.info.mockImplementation(line => lines.push([meta.cluster, line]));
    return child;
  });
  const stop = startWatching({
    clusters,
    stores,
    monitor: new CaptureMonitor({ configProblems: [] }),
    configOf: ({ name }) => ({
      ...DEFAULT_WATCHER_CONFIG,
      finalizers: name === 'kept' ? 'always' : 'never',
    }),
    logger,
  });
  expect(lines).toEqual([
    ['kept', expect.stringContaining(': finalizers, ')],
    ['read', expect.stringContaining(': no finalizers, ')],
  ]);
  await stop();
  await cluster.close();
});

it('tells which clusters are to be watched, and of which that is over', async () => {
  const { stores } = await createTestStores('SQLITE_3', { now: Date.now });
  const cluster = await startExampleCluster({});
  const { clusters } = await readClusters({
    config: {
      namesClusters: true,
      clusters: ['a', 'b', 'c'].map(name => ({
        name,
        url: cluster.url,
        skipTLSVerify: false,
        ca: undefined,
      })),
    },
  });
  const told: Array<[string, boolean]> = [];
  const watches = new ClusterWatches({
    stores,
    monitor: new CaptureMonitor({ configProblems: [] }),
    metrics: {
      ...noWatcherMetrics,
      cluster: name => ({
        ...noWatcherMetrics.cluster(name),
        configured: isConfigured => told.push([name, isConfigured]),
      }),
    },
    logger: mockServices.logger.mock(),
  });
  const [a, b, c] = clusters.map(item => ({
    cluster: item,
    config: DEFAULT_WATCHER_CONFIG,
  }));
  watches.update([a, b]);
  expect(told).toEqual([
    ['a', true],
    ['b', true],
  ]);
  told.length = 0;
  watches.update([{ ...a, others: 'another' }, c]);
  expect(new Map(told)).toEqual(
    new Map([
      ['a', true],
      ['b', false],
      ['c', true],
    ]),
  );
  told.length = 0;
  await watches.stop();
  expect(told).toEqual([]);
  await cluster.close();
});

describe.each(TESTED_DATABASES.eachSupportedId())(
  'ClusterWatches into %s',
  databaseId => {
    it('loses nothing while the cluster misbehaves and the capture is stopped and started', async () => {
      const { stores } = await createTestStores(databaseId, {
        now: Date.now,
      });
      const cluster = await startExampleCluster({
        // Slow enough for a run to be seen between its end and its deletion,
        // whatever the capture has to wait for.
        replay: { speed: 8, keepUids: true },
        bookmarkIntervalMs: 100,
      });
      let replayed = false;
      cluster.replayed.then(() => {
        replayed = true;
      });
      let capture = await startCapture(stores, cluster.url);

      const path = '/apis/tekton.dev';
      const troubles: Array<() => unknown> = [
        () => cluster.dropWatches(),
        () => cluster.dropWatches({ abrupt: true }),
        () => {
          cluster.compact();
          cluster.dropWatches();
        },
        () => {
          cluster.addFault({
            match: { path },
            effect: { reset: true },
            times: 1,
          });
          cluster.dropWatches();
        },
        () => {
          cluster.addFault({
            match: { path },
            effect: { status: 410 },
            times: 1,
          });
          cluster.dropWatches();
        },
        async () => {
          await capture.stop();
          await pause();
          capture = await startCapture(stores, cluster.url);
        },
      ];
      for (let turn = 0; !replayed; turn += 1) {
        await troubles[turn % troubles.length]();
        await pause();
      }
      cluster.clearFaults();

      const giveUpAt = Date.now() + 40_000;
      while (
        JSON.stringify([...(await storedRuns(stores))].sort()) !==
          JSON.stringify([...expected].sort()) &&
        Date.now() < giveUpAt
      ) {
        await pause();
      }
      expect(await storedRuns(stores)).toEqual(expected);
      await capture.stop();
      await cluster.close();
    });
  },
);
