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

import { mkdtemp, rm } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { setTimeout as sleep } from 'timers/promises';
import { mockServices } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { z } from 'zod';
import {
  TESTED_DATABASES,
  type TestDatabaseId,
} from '../../../__testUtils__/databases';
import {
  createStores,
  EVERYTHING,
  type ResultPosition,
  type Stores,
} from '../../../store';
import { openDatabase, type DatabaseAddress } from './openDatabase';
import { TcpProxy } from './TcpProxy';

/** What the archive says about a run. */
export interface ArchivedRun {
  readonly uid: string;
  readonly status: string;
  readonly message: string;
  readonly gone: boolean;
}

/** How far a run is stored. */
export interface StoredState {
  /** The version of the cluster that is stored. */
  readonly version: number;
  readonly final: boolean;
}

/** An item of an EventList. */
export interface ArchivedEvent {
  readonly name: string;
  readonly count: number;
  /** The Record whose list holds it. */
  readonly record: string;
}

/** A way in which a database fails its clients for a while. */
export interface DatabaseTrouble {
  readonly name: string;
  /** For how long its clients wait before they notice. */
  readonly noticedAfterMs: number;
  /** Whether those cannot ask who look on, either. */
  readonly blocksAll: boolean;
  begin(): Promise<void>;
  end(): Promise<void>;
}

/** A database that processes share, and that can fail them. */
export interface WatchedDatabase {
  /** How the watching processes find it. */
  readonly address: DatabaseAddress;
  /** Whether several processes can use it at once, as replicas do. */
  readonly sharable: boolean;
  /** The first takes it away altogether. */
  readonly troubles: readonly DatabaseTrouble[];
  /** Lets the next process that asks have the lease, as 15 seconds would. */
  expireLeases(): Promise<void>;
  /** Up to which version each resource is stored. */
  resumePoints(): Promise<Map<string, number>>;
  /** Waits until so many resources have been listed: from then on nothing is missed. */
  untilWatched(resources: number): Promise<void>;
  archivedRuns(): Promise<ArchivedRun[]>;
  /** Undefined if nothing of the run is stored. */
  storedState(uid: string): Promise<StoredState | undefined>;
  /** The items of all EventLists. */
  archivedEvents(): Promise<ArchivedEvent[]>;
  /** The runs of which something is noted as missing for good, by uid. */
  gaps(): Promise<Map<string, string>>;
  /** Removes a run that is over, as retention does. */
  expire(uid: string): Promise<void>;
  close(): Promise<void>;
}

const EVENT_LIST = 'results.tekton.dev/v1.EventList';
const RECORDS_PER_PAGE = 1_000;
/** The driver's own patience with locks is 5 seconds: much of a short test. */
const SQLITE_PATIENCE_MS = 1_000;

const postgresSchema = z.object({
  host: z.string(),
  port: z.coerce.number(),
  user: z.string(),
  password: z.string(),
  database: z.string(),
});

const eventListSchema = z.object({
  items: z.array(
    z.object({ metadata: z.object({ name: z.string() }), count: z.number() }),
  ),
});

/** An empty archive on an engine, for processes to write into. */
export async function createWatchedDatabase(
  id: TestDatabaseId,
): Promise<WatchedDatabase> {
  return id === 'SQLITE_3' ? createSqliteFile() : createPostgres(id);
}

async function createPostgres(id: TestDatabaseId): Promise<WatchedDatabase> {
  const { client } = await TESTED_DATABASES.init(id);
  const { host, port, ...login } = postgresSchema.parse(
    client.config.connection,
  );
  const db = openDatabase({
    client: 'pg',
    connection: {
      host,
      port,
      ...login,
      // Also while all others may only read.
      options: '-c default_transaction_read_only=off',
    },
  });
  const stores = await openStores(db);
  const proxy = await TcpProxy.start({ host, port });
  const overNetwork = (name: string, begin: () => void): DatabaseTrouble => ({
    name,
    noticedAfterMs: 0,
    blocksAll: false,
    begin: async () => begin(),
    end: async () => proxy.restore(),
  });
  return {
    ...questions(db, stores),
    address: {
      client: 'pg',
      connection: { host: '127.0.0.1', port: proxy.port, ...login },
    },
    sharable: true,
    troubles: [
      overNetwork('take the database away', () => proxy.cut()),
      overNetwork('let the database answer late', () => proxy.delay()),
      overNetwork('let the database never answer', () => proxy.swallow()),
      {
        // As one that is yet to become the primary.
        ...overNetwork('let the database be read only', () => {}),
        async begin() {
          await setReadOnly(db, login.database, true);
          proxy.reset();
        },
        async end() {
          await setReadOnly(db, login.database, false);
          proxy.reset();
        },
      },
    ],
    async close() {
      await proxy.close();
      await stores.close();
      await db.destroy();
    },
  };
}

async function createSqliteFile(): Promise<WatchedDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'tekton-results-'));
  const address = {
    client: 'better-sqlite3',
    connection: { filename: join(folder, 'archive.sqlite') },
  } as const;
  const db = openDatabase(address);
  const stores = await openStores(db);
  let lock: Knex | undefined;
  const unlock = async () => {
    await lock?.raw('rollback');
    await lock?.destroy();
    lock = undefined;
  };
  const locked = (
    trouble: Pick<DatabaseTrouble, 'name' | 'blocksAll'>,
    kind: 'exclusive' | 'immediate',
  ): DatabaseTrouble => ({
    ...trouble,
    noticedAfterMs: SQLITE_PATIENCE_MS,
    async begin() {
      lock = openDatabase(address);
      await lock.raw(`begin ${kind}`);
    },
    end: unlock,
  });
  return {
    ...questions(db, stores),
    address: { ...address, patienceMs: SQLITE_PATIENCE_MS },
    // Backstage gives a SQLite file to one process.
    sharable: false,
    troubles: [
      locked({ name: 'take the database away', blocksAll: true }, 'exclusive'),
      locked(
        { name: 'let the database be read only', blocksAll: false },
        'immediate',
      ),
    ],
    async close() {
      await unlock();
      await stores.close();
      await db.destroy();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function openStores(db: Knex): Promise<Stores> {
  return createStores({
    database: mockServices.database({ knex: db, migrations: { skip: false } }),
  });
}

/** For connections that are yet to be made. */
async function setReadOnly(
  db: Knex,
  database: string,
  readOnly: boolean,
): Promise<void> {
  await db.raw(
    `alter database ?? set default_transaction_read_only = ${
      readOnly ? 'on' : 'off'
    }`,
    [database],
  );
}

function questions(db: Knex, stores: Stores) {
  const resumePoints = async () => {
    const rows: Array<{ resource: string; resource_version: string }> =
      await db('capture_points').select('resource', 'resource_version');
    return new Map(
      rows.map(row => [row.resource, Number(row.resource_version)]),
    );
  };
  return {
    async expireLeases() {
      await db('leases').update({ expire_time: new Date(0) });
    },
    resumePoints,
    async untilWatched(resources: number) {
      while ((await resumePoints()).size < resources) {
        await sleep(100);
      }
    },
    async archivedRuns() {
      const rows: Array<{
        run_uid: string;
        status: string;
        message: string | null;
        gone_time: unknown;
      }> = await db('records')
        .whereNotNull('capture_uid')
        .select('run_uid', 'status', 'message', 'gone_time');
      return rows.map(row => ({
        uid: row.run_uid,
        status: row.status,
        message: row.message ?? '',
        gone: row.gone_time !== null,
      }));
    },
    async storedState(uid: string) {
      const row:
        | { resource_version: number | string; final_stored_time: unknown }
        | undefined = await db('records')
        .where({ capture_uid: uid })
        .first('resource_version', 'final_stored_time');
      return (
        row && {
          version: Number(row.resource_version),
          final: row.final_stored_time !== null,
        }
      );
    },
    async archivedEvents() {
      const events: ArchivedEvent[] = [];
      let after: ResultPosition | undefined;
      do {
        const page = await stores.results.listRecords({
          view: {},
          limit: RECORDS_PER_PAGE,
          after,
        });
        for (const { name, data } of page.items) {
          if (data?.type === EVENT_LIST) {
            const { items } = eventListSchema.parse(
              JSON.parse(data.json.toString()),
            );
            events.push(
              ...items.map(({ metadata, count }) => ({
                name: metadata.name,
                count,
                record: name,
              })),
            );
          }
        }
        after = page.next;
      } while (after);
      return events;
    },
    async gaps() {
      const rows: Array<{ capture_uid: string; what: string; reason: string }> =
        await db('capture_gaps')
          .join('records', 'records.seq', 'capture_gaps.record_seq')
          .select('capture_uid', 'what', 'capture_gaps.reason');
      return new Map(
        rows.map(row => [row.capture_uid, `${row.what}: ${row.reason}`]),
      );
    },
    async expire(uid: string) {
      const { runs } = await stores.retention.expiring(
        { within: EVERYTHING },
        { limit: RECORDS_PER_PAGE / 2 },
      );
      const removed = await stores.retention.remove(
        runs.filter(run => run.uid === uid),
        { policy: 'a test' },
      );
      if (removed.runs !== 1) {
        throw new Error(`The run ${uid} may not be removed`);
      }
    },
  };
}
