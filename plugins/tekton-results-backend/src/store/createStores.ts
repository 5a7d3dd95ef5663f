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

import type {
  DatabaseService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { DatabaseCaptureStore } from './capture/DatabaseCaptureStore';
import { DatabaseOutageStore } from './capture/DatabaseOutageStore';
import { DatabaseStewardStore } from './capture/DatabaseStewardStore';
import type { CaptureStore } from './CaptureStore';
import { guardConnections, shareTurns } from './connections';
import { DatabaseMonitor } from './DatabaseMonitor';
import { DatabaseEventStore } from './events/DatabaseEventStore';
import type { EventStore } from './EventStore';
import {
  createFilterAdvisor,
  type FilterAdvisor,
} from './filters/adviseFilter';
import { engineOf } from './filters/engine';
import type { FilterContext } from './filters/filterContext';
import { registerSqliteFunctions } from './filters/registerSqliteFunctions';
import { ResidualPool } from './filters/ResidualPool';
import { DEFAULT_SCAN_BUDGET, type ScanBudget } from './filters/scanRows';
import { PayloadCodec } from './payloads';
import {
  createLeafDictionary,
  LEAF_DICTIONARY_ID,
} from './promotion/leafDictionary';
import { nameOldRuns } from './promotion/nameOldRuns';
import { promoteOldRecords } from './promotion/promoteOldRecords';
import { readInstallation } from './installation';
import type { LeaseStore } from './Lease';
import { DatabaseLeaseStore } from './leases/DatabaseLeaseStore';
import type { LogObjectStore } from './LogObjectStore';
import type { LogStore } from './LogStore';
import { DatabaseLogObjectStore } from './logs/DatabaseLogObjectStore';
import { DatabaseLogStore } from './logs/DatabaseLogStore';
import type { LogCaptureStore } from './LogCaptureStore';
import { DatabaseLogCaptureStore } from './logs/DatabaseLogCaptureStore';
import { migrateTables } from './migrateTables';
import type { OutageStore } from './OutageStore';
import type { ResultImporter } from './ResultImporter';
import type { ResultStore } from './ResultStore';
import type { ResultWriter } from './ResultWriter';
import { DatabaseResultImporter } from './results/DatabaseResultImporter';
import { DatabaseResultStore } from './results/DatabaseResultStore';
import { DatabaseResultWriter } from './results/DatabaseResultWriter';
import type { RunAggregateStore } from './RunAggregateStore';
import { DatabaseRunAggregateStore } from './runs/DatabaseRunAggregateStore';
import { DatabaseRunStore } from './runs/DatabaseRunStore';
import type { PinStore } from './PinStore';
import { DatabasePinStore } from './retention/DatabasePinStore';
import { DatabaseTombstoneStore } from './retention/DatabaseTombstoneStore';
import type { TombstoneStore } from './TombstoneStore';
import { DatabaseRetentionStore } from './retention/DatabaseRetentionStore';
import type { RetentionStore } from './RetentionStore';
import type { RunStore } from './RunStore';
import { DatabaseSummaryStore } from './summaries/DatabaseSummaryStore';
import type { StewardStore } from './StewardStore';
import type { SummaryStore } from './SummaryStore';
import { readTokenKey } from './tokenKey';

/** The archive, each side of it behind the interface of those who use it. */
export interface Stores {
  readonly database: DatabaseMonitor;
  readonly capture: CaptureStore;
  readonly outages: OutageStore;
  readonly steward: StewardStore;
  readonly leases: LeaseStore;
  readonly events: EventStore;
  readonly logs: LogStore;
  /** The bytes of logs that are kept in the database. */
  readonly logObjects: LogObjectStore;
  readonly logCapture: LogCaptureStore;
  readonly runs: RunStore;
  readonly runAggregates: RunAggregateStore;
  readonly results: ResultStore;
  readonly summaries: SummaryStore;
  readonly writer: ResultWriter;
  readonly retention: RetentionStore;
  readonly pins: PinStore;
  readonly tombstones: TombstoneStore;
  readonly importer: ResultImporter;
  /**
   * Works out the promoted columns of Records that an earlier version wrote;
   * may be stopped and repeated at any time.
   *
   * @returns how many Records were promoted
   * @throws StoreError
   */
  promoteOldRecords(options: {
    logger: LoggerService;
    signal: AbortSignal;
  }): Promise<number>;
  /**
   * Works out anew of which pipelines runs are that an earlier version stored; may
   * be stopped and repeated at any time.
   *
   * @returns how many runs got another pipeline or task
   * @throws StoreError
   */
  nameOldRuns(options: {
    logger: LoggerService;
    signal: AbortSignal;
  }): Promise<number>;
  /** Of page tokens: 32 bytes, the same for all replicas. */
  readonly tokenKey: Buffer;
  /** The name of this installation, the same for all replicas. */
  readonly installation: string;
  /** Tells how a filter would be answered. */
  readonly adviseFilter: FilterAdvisor;
  /** Stops the threads that evaluate filters. */
  close(): Promise<void>;
}

/**
 * Opens the archive in the plugin's database, and migrates it first unless that
 * is switched off for the database. While another process migrates it, it is waited
 * for, see {@link migrateTables}.
 *
 * @throws if the database is neither PostgreSQL nor SQLite, or stays locked by another
 * migration
 */
export async function createStores(options: {
  database: DatabaseService;
  logger?: LoggerService;
  /** What one request with a filter may look at. */
  scanBudget?: ScanBudget;
  now?: () => number;
  /** Ms, of a clock that nobody sets: by it work on SQLite is cut into pieces. */
  clock?: () => number;
}): Promise<Stores> {
  const db = await options.database.getClient();
  assertSupported(db);
  guardConnections(db);
  shareTurns(db, { clock: options.clock });
  // Else knex puts the bindings into messages of errors, and fails on bigints.
  db.client.config.compileSqlOnError = false;
  if (!options.database.migrations?.skip) {
    await migrateTables({ db, logger: options.logger });
  }
  const payloads = await PayloadCodec.create(db, { now: options.now });
  const leaves = createLeafDictionary(payloads.dictionary(LEAF_DICTIONARY_ID));
  const engine = engineOf(db);
  if (engine === 'sqlite') {
    await registerSqliteFunctions(db);
  }
  const residual = new ResidualPool({ payloads });
  const context: FilterContext = {
    db,
    engine,
    dictionary: leaves,
    residual,
    budget: options.scanBudget ?? DEFAULT_SCAN_BUDGET,
  };
  return {
    database: new DatabaseMonitor({ db, now: options.now }),
    capture: new DatabaseCaptureStore({
      db,
      payloads,
      leaves,
      now: options.now,
    }),
    outages: new DatabaseOutageStore({ db }),
    steward: new DatabaseStewardStore({ db, payloads, now: options.now }),
    leases: new DatabaseLeaseStore({ db }),
    events: new DatabaseEventStore({ db, payloads, leaves, now: options.now }),
    logs: new DatabaseLogStore({ db, now: options.now }),
    logObjects: new DatabaseLogObjectStore({ db, now: options.now }),
    logCapture: new DatabaseLogCaptureStore({
      db,
      payloads,
      leaves,
      now: options.now,
    }),
    runs: new DatabaseRunStore({ payloads, context }),
    runAggregates: new DatabaseRunAggregateStore({ context }),
    results: new DatabaseResultStore({ payloads, context }),
    summaries: new DatabaseSummaryStore({ payloads, context }),
    writer: new DatabaseResultWriter({
      payloads,
      context,
      now: options.now,
    }),
    retention: new DatabaseRetentionStore({
      payloads,
      context,
      now: options.now,
    }),
    pins: new DatabasePinStore({ db, now: options.now }),
    tombstones: new DatabaseTombstoneStore({ db, payloads }),
    importer: new DatabaseResultImporter({
      db,
      payloads,
      leaves,
      now: options.now,
    }),
    promoteOldRecords: task =>
      promoteOldRecords({ db, payloads, leaves, ...task }),
    nameOldRuns: task => nameOldRuns({ db, payloads, ...task }),
    tokenKey: await readTokenKey(db),
    installation: await readInstallation(db),
    adviseFilter: createFilterAdvisor(engine),
    close: () => residual.close(),
  };
}

function assertSupported(db: Knex): void {
  const client = String(db.client.config.client);
  if (!client.includes('pg') && !client.includes('sqlite3')) {
    throw new Error(
      `The plugin tekton-results needs PostgreSQL or SQLite; backend.database.client is ${client}`,
    );
  }
}
