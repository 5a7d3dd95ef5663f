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

import { performance } from 'perf_hooks';
import { setTimeout as sleep } from 'timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { readClusters, RUN_RESOURCES } from '../../../src/cluster';
import {
  DEFAULT_WATCHER_CONFIG,
  type WatcherConfig,
} from '../../../src/config';
import type { CapturedRun } from '../../../src/store';
import { CaptureMonitor } from '../../../src/watcher';
import { startWatching } from '../../../src/watcher/__testUtils__/startWatching';
import {
  noResourceMetrics,
  noWatcherMetrics,
} from '../../../src/watcher/metrics';
import type { BenchDatabase } from '../database';
import { ObservedStores } from './ObservedStores';
import { Source } from './Source';

/** All that the source has. */
const RESOURCE = 'taskruns';
const LOOK_AGAIN_MS = 50;

/** Watches a new {@link Source} as the cluster of a name; done when it does. */
export async function startWatch(
  database: BenchDatabase,
  options: {
    cluster: string;
    config: Partial<WatcherConfig>;
    onCommitted: (runs: readonly CapturedRun[]) => void;
    logger: LoggerService;
  },
) {
  const { cluster, config, onCommitted, logger } = options;
  const source = await Source.start();
  const stores = new ObservedStores({
    stores: database.stores,
    resource: RESOURCE,
    onCommitted,
  });
  const { clusters } = await readClusters({
    config: {
      namesClusters: true,
      clusters: [
        { name: cluster, url: source.url, skipTLSVerify: false, ca: undefined },
      ],
    },
  });
  const monitor = new CaptureMonitor({ configProblems: [] });
  let listingSince = 0;
  const stop = startWatching({
    clusters,
    stores,
    monitor,
    configOf: () => ({ ...DEFAULT_WATCHER_CONFIG, ...config }),
    metrics: {
      ...noWatcherMetrics,
      resource: ({ resource }) => ({
        ...noResourceMetrics,
        relisted: () => {
          listingSince =
            resource === RESOURCE ? performance.now() : listingSince;
        },
      }),
    },
    logger,
  });
  const isWatching = () =>
    monitor
      .report()
      .clusters[0].resources.filter(({ state }) => state === 'watching')
      .length >=
    (config.storeEvents ? RUN_RESOURCES.length + 1 : RUN_RESOURCES.length);
  while (!isWatching()) {
    await sleep(LOOK_AGAIN_MS);
  }
  return {
    source,
    stores,
    /** Seconds since the last list began. */
    sinceListing: () => (performance.now() - listingSince) / 1_000,
    async stop() {
      await stop();
      source.stop();
    },
  };
}
