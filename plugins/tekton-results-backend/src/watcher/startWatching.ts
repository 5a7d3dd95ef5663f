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

import { randomUUID } from 'crypto';
import { setMaxListeners } from 'events';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Cluster } from '../cluster';
import { DEFAULT_WATCHER_CONFIG, type WatcherConfig } from '../config';
import type { CollectLogs } from '../logs';
import type {
  CaptureMonitor,
  ClusterMonitor,
  ResourceMonitor,
} from './CaptureMonitor';
import { describeWrites } from './describeWrites';
import { answersInTime } from '../store';
import { noWatcherMetrics, type WatcherMetrics } from './metrics';
import type { LogsCapture } from './steward';
import { watchCluster, type WatchedStores } from './watchCluster';

/**
 * Starts to capture the runs of clusters, each in one process at a time of those
 * that share the database.
 *
 * @returns A function that stops it, and waits until nothing is written any more
 */
export function startWatching(options: {
  clusters: readonly Cluster[];
  stores: WatchedStores;
  monitor: CaptureMonitor;
  /** How a cluster is watched; all as by default if absent. */
  configOf?: (cluster: Pick<Cluster, 'name' | 'isFound'>) => WatcherConfig;
  metrics?: WatcherMetrics;
  /** Who keeps the logs of runs; if absent, nobody does. */
  collectLogs?: CollectLogs;
  /** In place of that, one who only tells how they stand. */
  logs?: LogsCapture;
  logger: LoggerService;
}): () => Promise<void> {
  const { clusters, monitor, logs, collectLogs, logger } = options;
  const stores = storesInTime(options.stores);
  const { configOf = () => DEFAULT_WATCHER_CONFIG } = options;
  const stop = new AbortController();
  // Each request of each reflector listens to it; that is no leak.
  setMaxListeners(0, stop.signal);
  const holder = randomUUID();
  const running = clusters.map(async cluster => {
    const { name, title } = cluster;
    const config = configOf(cluster);
    const clusterLogger = logger.child({ cluster: name });
    clusterLogger.info(describeWrites(config));
    await watchCluster(
      {
        cluster,
        config,
        stores,
        monitor: withLastingResources(monitor.addCluster({ name, title })),
        metrics: options.metrics ?? noWatcherMetrics,
        holder,
        logs,
        collectLogs,
        logger: clusterLogger,
      },
      stop.signal,
    );
  });
  return async () => {
    stop.abort();
    await Promise.all(running);
  };
}

/** The stores, none of whose calls is waited for without end. */
function storesInTime(stores: WatchedStores): WatchedStores {
  return {
    // Reading all live runs may take long; it sees to its steps by itself.
    capture: answersInTime(stores.capture, { except: ['liveRuns'] }),
    steward: answersInTime(stores.steward),
    events: answersInTime(stores.events),
    // Whoever keeps a lease must know sooner.
    leases: stores.leases,
  };
}

/** A resource has one monitor, however often its watch begins anew. */
function withLastingResources(cluster: ClusterMonitor): ClusterMonitor {
  const resources = new Map<string, ResourceMonitor>();
  return {
    ...cluster,
    resource: (plural, namespace) => {
      // No namespace has a slash in its name.
      const key = `${namespace ?? ''}/${plural}`;
      const monitor = resources.get(key) ?? cluster.resource(plural, namespace);
      resources.set(key, monitor);
      return monitor;
    },
  };
}
