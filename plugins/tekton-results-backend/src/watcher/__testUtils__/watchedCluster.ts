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
import {
  RESOURCES,
  startExampleCluster,
  type ExampleCluster,
  type ExampleClusterOptions,
  type KubernetesObject,
  type ObjectInput,
} from 'example-cluster';
import type {
  ClusterHealth,
  RunSummary,
} from 'backstage-plugin-tekton-results-common';
import { readClusters } from '../../cluster';
import { DEFAULT_WATCHER_CONFIG, type WatcherConfig } from '../../config';
import {
  createTestStores,
  type TestDatabaseId,
} from '../../__testUtils__/databases';
import { TEST_CLUSTER } from '../../__testUtils__/recordedRuns';
import { CaptureMonitor } from '../CaptureMonitor';
import { startWatching } from './startWatching';

const GIVE_UP_MS = 30_000;

type StartOptions = Partial<
  Pick<
    Parameters<typeof startWatching>[0],
    'logs' | 'collectLogs' | 'metrics' | 'logger'
  >
> & { token?: string; namespaces?: readonly string[] };

/** A kind of run as the example cluster knows it. */
export type RunType = (typeof RESOURCES)[
  | 'pipelineruns'
  | 'taskruns'
  | 'customruns'];

/** Waits until something holds. */
export async function until<T>(
  ask: () => Promise<T> | T,
  holds: (value: T) => unknown = Boolean,
): Promise<T> {
  const giveUpAt = Date.now() + GIVE_UP_MS;
  for (;;) {
    const value = await ask();
    if (holds(value)) {
      return value;
    }
    if (Date.now() > giveUpAt) {
      throw new Error(`It never held; last: ${JSON.stringify(value)}`);
    }
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

/** An example cluster and an empty archive, to be watched in several ways. */
export async function createWatchedCluster(
  databaseId: TestDatabaseId,
  options: ExampleClusterOptions = {},
) {
  const { db, stores } = await createTestStores(databaseId, { now: Date.now });
  const cluster = await startExampleCluster(options);
  const stops: Array<() => Promise<void>> = [];

  /** Starts to watch and waits for nothing; without Events, unless told otherwise. */
  const start = async (
    config: Partial<WatcherConfig>,
    others: StartOptions = {},
  ) => {
    const { token, namespaces, ...parts } = others;
    const { clusters } = await readClusters({
      config: {
        namesClusters: true,
        clusters: [
          {
            name: TEST_CLUSTER,
            url: cluster.url,
            token,
            namespaces: namespaces && [...namespaces],
            skipTLSVerify: false,
            ca: undefined,
          },
        ],
      },
    });
    const monitor = new CaptureMonitor({ configProblems: [] });
    const stop = startWatching({
      clusters,
      stores,
      monitor,
      configOf: () => ({
        ...DEFAULT_WATCHER_CONFIG,
        storeEvents: false,
        ...config,
      }),
      logger: mockServices.logger.mock(),
      ...parts,
    });
    stops.push(stop);
    return { stop, monitor };
  };
  const isIn = (monitor: CaptureMonitor, state: ClusterHealth['state']) =>
    until(() => monitor.report().clusters[0].state === state);
  /** Starts to watch what nothing is wrong with, and waits until all is watched. */
  const watch = async (
    config: Partial<WatcherConfig> = {},
    others: StartOptions = {},
  ) => {
    const started = await start(config, others);
    await isIn(started.monitor, 'ok');
    return started;
  };
  /** Starts another replica, which waits. */
  const standBy = async () => {
    const started = await start({}, {});
    await isIn(started.monitor, 'standby');
    return started;
  };

  const runs = async (): Promise<Map<string, RunSummary>> => {
    const page = await stores.runs.list({
      query: { includeOwned: true },
      limit: 100,
    });
    return new Map(page.runs.map(run => [run.name, run]));
  };
  const details = async (name: string) => {
    const run = (await runs()).get(name);
    return run && stores.runs.get(run);
  };
  /** Waits until a run is stored in a way. */
  const stored = (
    name: string,
    holds: (run: RunSummary) => unknown = Boolean,
  ) =>
    until(
      async () => (await runs()).get(name),
      run => run && holds(run),
    );

  return {
    ...objectsOf(cluster),
    cluster,
    db,
    stores,
    start,
    watch,
    standBy,
    runs,
    details,
    stored,
    close: async () => {
      await Promise.all(stops.map(stop => stop()));
      await cluster.close();
      await stores.close();
    },
  };
}

/** Creates and changes runs, as users and controllers do. */
function objectsOf({ store }: ExampleCluster) {
  const find = (type: RunType, name: string): KubernetesObject | undefined =>
    store.find(type, 'shop', name);
  const create = (
    type: RunType,
    name: string,
    metadata: ObjectInput['metadata'] = {},
    namespace = 'shop',
  ) =>
    store.create(type, {
      metadata: { name, namespace, ...metadata },
      spec: {},
    });
  /** Gives a run a status, as its controller does. */
  const setStatus = (
    type: RunType,
    name: string,
    status: 'True' | 'False' | 'Unknown',
    others: object = {},
  ) => {
    const current = store.get(type, 'shop', name);
    const time = store.timestamp();
    store.update(
      type,
      'shop',
      name,
      {
        ...current,
        status: {
          startTime: time,
          ...(status !== 'Unknown' && { completionTime: time }),
          ...(type === RESOURCES.taskruns && { podName: `${name}-pod` }),
          conditions: [
            {
              type: 'Succeeded',
              status,
              reason: {
                True: 'Succeeded',
                False: 'Failed',
                Unknown: 'Running',
              }[status],
            },
          ],
          ...others,
        },
      },
      'status',
    );
  };
  const remove = (type: RunType, name: string) =>
    store.delete(type, 'shop', name);
  return { find, create, setStatus, remove };
}
