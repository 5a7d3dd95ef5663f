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

import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Cluster } from '../../cluster';
import type { Lease, LogCaptureStore, LogStore } from '../../store';
import type { LogArchive } from '../LogArchive';
import type { CaptureClock } from './CaptureClock';
import type { CaptureSettings } from './CaptureSettings';
import {
  noLogCaptureMetrics,
  type LogCaptureMetrics,
} from './LogCaptureMetrics';
import { LogCollector } from './LogCollector';
import type { LogCaptureMonitor } from './Troubles';

/** One term in which this process watches a cluster. */
export interface CollectLogsScope {
  readonly cluster: Pick<Cluster, 'name' | 'connection'>;
  readonly lease: Lease;
  /** After which time, since a run ended, nothing of it is waited for. */
  readonly storeDeadlineMs?: number;
  readonly monitor: LogCaptureMonitor;
  /** A write was refused, as another process has the lease. */
  readonly onLost: () => void;
  readonly logger: LoggerService;
  readonly clock: CaptureClock;
}

/** Begins to capture the logs of clusters, one term at a time. */
export interface CollectLogs {
  /** Whether logs of a cluster are captured at all. */
  captures(cluster: string): boolean;
  /** Undefined if those of the cluster are not captured. */
  begin(scope: CollectLogsScope): LogCollector | undefined;
}

/** Captures the logs of clusters into an archive. */
export function createCollectLogs(options: {
  archive: Pick<LogArchive, 'append'>;
  stores: { readonly logs: LogStore; readonly logCapture: LogCaptureStore };
  /**
   * As Tekton Results names a driver; without one, that with which logs are kept
   * now.
   */
  logType: (driver: string | undefined) => string;
  /** How logs of a cluster are captured; undefined: they are not. */
  settingsOf: (
    cluster: string,
  ) => Omit<CaptureSettings, 'storeDeadlineMs'> | undefined;
  metrics?: { cluster(name: string): LogCaptureMetrics };
  /** For how long a log is followed whose end is awaited. */
  maxFollowMs?: number;
}): CollectLogs {
  const { archive, stores, logType, settingsOf, metrics } = options;
  return {
    captures: cluster => settingsOf(cluster) !== undefined,
    begin: ({ cluster, storeDeadlineMs, ...scope }) => {
      const settings = settingsOf(cluster.name);
      return (
        settings &&
        new LogCollector({
          ...scope,
          cluster: cluster.name,
          connection: cluster.connection,
          archive,
          logs: stores.logs,
          store: stores.logCapture,
          logType,
          settings: { ...settings, storeDeadlineMs },
          metrics: metrics?.cluster(cluster.name) ?? noLogCaptureMetrics,
          maxFollowMs: options.maxFollowMs,
        })
      );
    },
  };
}
