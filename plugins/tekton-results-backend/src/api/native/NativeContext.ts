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

import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { CaptureHealth } from 'backstage-plugin-tekton-results-common';
import type { CallerAuth } from '../../auth';
import type { ClusterConnection } from '../../cluster';
import type { LogArchive, OrphanReport, RunLogs } from '../../logs';
import type { Retention, UsageMeter } from '../../retention';
import type {
  DatabaseMonitor,
  FilterAdvisor,
  OutageStore,
  PinStore,
  ResultStore,
  RetentionStore,
  RunAggregateStore,
  RunStore,
  TombstoneStore,
} from '../../store';
import type { AuditLog } from '../audit';
import type { ExpensiveRequests } from '../limits';
import type { PositionSealer } from '../positions';
import type { LogFollowers } from './LogFollowers';

/** What the routes of the native API answer with. */
export interface NativeContext {
  readonly runs: RunStore;
  readonly results: Pick<ResultStore, 'getResult' | 'getRecord'>;
  readonly runLogs: Pick<RunLogs, 'of'>;
  readonly archive: Pick<LogArchive, 'lines' | 'follow'>;
  readonly followers: LogFollowers;
  readonly repairOrphans: (options: {
    dryRun: boolean;
    signal: AbortSignal;
  }) => Promise<readonly OrphanReport[]>;
  /** For how long one request may follow a log; 30 minutes if absent. */
  readonly maxFollowMs?: number;
  /** Undefined if no such cluster is configured. */
  readonly connectionOf: (cluster: string) => ClusterConnection | undefined;
  /** Templates of links to where else runs of a cluster are shown. */
  readonly linksOf: (
    cluster: string,
  ) => ReadonlyArray<{ readonly title: string; readonly url: string }>;
  readonly runAggregates: RunAggregateStore;
  readonly retention: Pick<
    Retention,
    'report' | 'keepingOf' | 'preview' | 'run'
  >;
  readonly retentionJobs: Pick<RetentionStore, 'jobs'>;
  readonly usage: Pick<UsageMeter, 'read'>;
  readonly pins: PinStore;
  readonly tombstones: TombstoneStore;
  readonly catalog: CatalogService;
  readonly callers: Pick<CallerAuth, 'identifyInBackstage'>;
  readonly audit: AuditLog;
  readonly expensive: ExpensiveRequests;
  readonly positions: PositionSealer;
  readonly adviseFilter: FilterAdvisor;
  /** Of all clusters. */
  readonly health: () => CaptureHealth;
  readonly database: Pick<DatabaseMonitor, 'check'>;
  readonly outages: OutageStore;
  /** Ms since 1970 (UTC); absent: the clock of the system. */
  readonly now?: () => number;
}
