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

import { isDeepStrictEqual } from 'util';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import type { LogDriverFactory } from 'backstage-plugin-tekton-results-node';
import type { ConfigProblem, TektonResultsConfig } from '../config';
import {
  answersInTime,
  type LogCaptureStore,
  type LogObjectStore,
  type LogStore,
} from '../store';
import { DriverLogArchive } from './archive';
import {
  createCollectLogs,
  DEFAULT_CAPTURE_SETTINGS,
  type BackstageLogCaptureMetrics,
  type CollectLogs,
} from './capture';
import {
  databaseLogDriverFactory,
  fileSystemLogDriverFactory,
  LogDrivers,
} from './drivers';
import type { LogArchive } from './LogArchive';
import { LogStorageMonitor } from './LogStorageMonitor';
import { createLogReader, type LogReader } from './readers';
import { RunLogs } from './runLogs';

/** All that has to do with logs, ready to be started. */
export interface Logs {
  readonly drivers: LogDrivers;
  readonly archive: LogArchive;
  readonly runLogs: RunLogs;
  readonly collectLogs: CollectLogs;
  /** Absent: no logs are kept. */
  readonly storage?: LogStorageMonitor;
  /** Mistakes in the configuration of drivers and readers. */
  readonly problems: readonly ConfigProblem[];
  /** What differs for clusters, in place of what was told before. */
  setClusters(clusterLogs: TektonResultsConfig['clusterLogs']): Promise<void>;
}

/** The sides of the archive that logs need. */
interface LogStores {
  readonly logs: LogStore;
  readonly logObjects: LogObjectStore;
  readonly logCapture: LogCaptureStore;
}

/**
 * Makes all that has to do with logs as it is configured.
 *
 * @param options - `factories`: of drivers that modules add
 */
export async function createLogs(options: {
  config: Pick<TektonResultsConfig, 'logs' | 'clusterLogs'>;
  factories: readonly LogDriverFactory[];
  stores: LogStores;
  metrics: BackstageLogCaptureMetrics;
  logger: LoggerService;
}): Promise<Logs> {
  const { config, metrics, logger } = options;
  const stores = storesInTime(options.stores);
  const { logs } = config;
  const factories = [
    databaseLogDriverFactory({ objects: stores.logObjects }),
    fileSystemLogDriverFactory,
    ...options.factories,
  ];
  const { drivers, problems } = await LogDrivers.create({
    driver: logs.driver,
    config: logs.drivers,
    factories,
    logger,
  });
  const archive = new DriverLogArchive({
    store: stores.logs,
    drivers,
    settings: { maxBytes: logs.maxBytes, redact: logs.redact },
  });
  const openClusters = async (
    clusterLogs: TektonResultsConfig['clusterLogs'],
  ) => ({
    clusterLogs,
    ...(await createReaders({ clusterLogs, drivers, factories, logger })),
  });
  let clusters = await openClusters(config.clusterLogs);
  const settingsOf = (cluster: string) => {
    const { enabled, capture } = clusters.clusterLogs.get(cluster) ?? logs;
    return enabled ? { ...DEFAULT_CAPTURE_SETTINGS, ...capture } : undefined;
  };
  return {
    drivers,
    archive,
    get problems() {
      return [...problems, ...clusters.problems];
    },
    setClusters: async clusterLogs => {
      if (!isDeepStrictEqual(clusterLogs, clusters.clusterLogs)) {
        clusters = await openClusters(clusterLogs);
      }
    },
    runLogs: new RunLogs({
      logs: stores.logs,
      archive,
      readerOf: cluster => clusters.readers.get(cluster),
      isCaptured: cluster => settingsOf(cluster) !== undefined,
    }),
    collectLogs: createCollectLogs({
      archive,
      stores,
      logType: (driver = logs.driver) =>
        factories.find(({ name }) => name === driver)?.logType ?? 'File',
      settingsOf,
      metrics,
    }),
    storage: logs.enabled
      ? new LogStorageMonitor({
          driver: logs.driver,
          current: () => drivers.current(),
          logger,
        })
      : undefined,
  };
}

/** The stores, none of whose calls is waited for without end. */
function storesInTime({ logs, logObjects, logCapture }: LogStores): LogStores {
  return {
    logs: answersInTime(logs),
    logObjects: answersInTime(logObjects),
    logCapture: answersInTime(logCapture),
  };
}

/** Of the clusters whose logs others keep. */
async function createReaders(options: {
  clusterLogs: TektonResultsConfig['clusterLogs'];
  drivers: LogDrivers;
  factories: readonly LogDriverFactory[];
  logger: LoggerService;
}): Promise<{
  readers: ReadonlyMap<string, LogReader>;
  problems: readonly ConfigProblem[];
}> {
  const { clusterLogs, drivers, factories, logger } = options;
  const openDriver = async (wanted: {
    name: string;
    settings?: JsonObject;
  }) => {
    const { name, settings } = wanted;
    const factory = factories.find(known => known.name === name);
    return settings && factory
      ? factory.create({ config: new ConfigReader(settings), logger })
      : drivers.get(name);
  };
  const readers = new Map<string, LogReader>();
  const problems: ConfigProblem[] = [];
  for (const [cluster, { reader }] of clusterLogs) {
    if (reader) {
      const made = await createLogReader(reader, { openDriver });
      readers.set(cluster, made.reader);
      if (made.problem !== undefined) {
        problems.push({
          path: `tektonResults.clusters[${cluster}].logs.reader`,
          message: made.problem,
        });
      }
    }
  }
  return { readers, problems };
}
