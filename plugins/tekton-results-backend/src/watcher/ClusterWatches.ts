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
import { isDeepStrictEqual } from 'util';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Cluster } from '../cluster';
import type { WatcherConfig } from '../config';
import type { CollectLogs } from '../logs';
import { answersInTime } from '../store';
import type {
  CaptureMonitor,
  ClusterMonitor,
  ResourceMonitor,
} from './CaptureMonitor';
import { describeWrites } from './describeWrites';
import { noWatcherMetrics, type WatcherMetrics } from './metrics';
import type { LogsCapture } from './steward';
import { watchCluster, type WatchedStores } from './watchCluster';

/** A cluster, and how it is watched. */
export interface WantedWatch {
  readonly cluster: Cluster;
  readonly config: WatcherConfig;
  /** Whatever else makes a watch another one when it changes. */
  readonly others?: unknown;
}

interface RunningWatch {
  readonly wanted: WantedWatch;
  readonly monitor: ClusterMonitor;
  readonly stop: AbortController;
}

/**
 * Captures the runs of clusters, each in one process at a time of those that share
 * the database. Which clusters these are, and how they are watched, may change at
 * any time: one that is new is watched, one that changed is watched anew, and of
 * one that is gone nothing but the watch ends. None waits for another.
 */
export class ClusterWatches {
  private readonly stores: WatchedStores;
  private readonly monitor: CaptureMonitor;
  private readonly metrics: WatcherMetrics;
  private readonly collectLogs?: CollectLogs;
  private readonly logs?: LogsCapture;
  private readonly logger: LoggerService;
  private readonly holder = randomUUID();
  private readonly running = new Map<string, RunningWatch>();
  /** By name: done when nothing of its watches works any more. */
  private readonly ended = new Map<string, Promise<void>>();
  private isStopped = false;

  constructor(options: {
    stores: WatchedStores;
    monitor: CaptureMonitor;
    metrics?: WatcherMetrics;
    /** Who keeps the logs of runs; if absent, nobody does. */
    collectLogs?: CollectLogs;
    /** In place of that, one who only tells how they stand. */
    logs?: LogsCapture;
    logger: LoggerService;
  }) {
    this.stores = storesInTime(options.stores);
    this.monitor = options.monitor;
    this.metrics = options.metrics ?? noWatcherMetrics;
    this.collectLogs = options.collectLogs;
    this.logs = options.logs;
    this.logger = options.logger;
  }

  /** Watches these clusters from now on, and no others. */
  update(wanted: readonly WantedWatch[]): void {
    if (this.isStopped) {
      return;
    }
    const wantedOf = new Map(wanted.map(watch => [watch.cluster.name, watch]));
    for (const [name, watch] of this.running) {
      const next = wantedOf.get(name);
      if (!next || !isSame(watch.wanted, next)) {
        this.end(name, watch);
        this.metrics.cluster(name).configured(Boolean(next));
        this.logger.info(
          next
            ? `Cluster ${name} is described otherwise now, and watched anew`
            : `Cluster ${name} is not described any more, and not watched; what is stored of it stays`,
        );
      }
    }
    for (const [name, watch] of wantedOf) {
      if (!this.running.has(name)) {
        this.start(name, watch);
      }
    }
  }

  /** Ends all watches; done when nothing is written any more. */
  async stop(): Promise<void> {
    this.isStopped = true;
    // Health goes on to name the clusters: they are only not watched by this replica.
    for (const { stop } of this.running.values()) {
      stop.abort();
    }
    await Promise.all(this.ended.values());
  }

  private end(name: string, { stop, monitor }: RunningWatch): void {
    stop.abort();
    monitor.remove();
    this.running.delete(name);
  }

  private start(name: string, wanted: WantedWatch): void {
    const { cluster, config } = wanted;
    const { stores, metrics, holder, logs, collectLogs } = this;
    const stop = new AbortController();
    // Each request of each reflector listens to it; that is no leak.
    setMaxListeners(0, stop.signal);
    const logger = this.logger.child({ cluster: name });
    logger.info(describeWrites(config));
    metrics.cluster(name).configured(true);
    const monitor = this.monitor.addCluster({ name, title: cluster.title });
    this.running.set(name, { wanted, monitor, stop });
    // The lease is this process's already: two would both have it.
    const before = this.ended.get(name);
    const watch = async () => {
      await before;
      await watchCluster(
        {
          cluster,
          config,
          stores,
          monitor: withLastingResources(monitor),
          metrics,
          holder,
          logs,
          collectLogs,
          logger,
        },
        stop.signal,
      );
    };
    this.ended.set(name, watch());
  }
}

function isSame(a: WantedWatch, b: WantedWatch): boolean {
  return (
    // A cluster whose connection changed is another object.
    a.cluster === b.cluster &&
    isDeepStrictEqual([a.config, a.others], [b.config, b.others])
  );
}
/** The stores, none of whose calls is waited for without end. */
function storesInTime(stores: WatchedStores): WatchedStores {
  return {
    // Reading all live runs may take long; it sees to its steps by itself.
    capture: answersInTime(stores.capture, {
      except: ['liveRuns', 'placeBeside'],
    }),
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
