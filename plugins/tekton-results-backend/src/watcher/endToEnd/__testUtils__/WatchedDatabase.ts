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
import { createStores } from '../../../store';
import { openDatabase, type DatabaseAddress } from './openDatabase';
import { TcpProxy } from './TcpProxy';

/** What the archive says about a run. */
export interface ArchivedRun {
  readonly uid: string;
  readonly status: string;
  readonly message: string;
  readonly gone: boolean;
}

/** A database that processes share, and that can be taken away from them. */
export interface WatchedDatabase {
  /** How the watching processes find it. */
  readonly address: DatabaseAddress;
  /** Whether several processes can use it at once, as replicas do. */
  readonly sharable: boolean;
  /** For how long its clients wait before they notice that it is away. */
  readonly noticedAfterMs: number;
  takeAway(): Promise<void>;
  giveBack(): Promise<void>;
  /** Lets the next process that asks have the lease, as 15 seconds would. */
  expireLeases(): Promise<void>;
  /** Up to which version each resource is stored. */
  resumePoints(): Promise<Map<string, number>>;
  /** Waits until so many resources have been listed: from then on nothing is missed. */
  untilWatched(resources: number): Promise<void>;
  archivedRuns(): Promise<ArchivedRun[]>;
  close(): Promise<void>;
}

const postgresSchema = z.object({
  host: z.string(),
  port: z.coerce.number(),
  user: z.string(),
  password: z.string(),
  database: z.string(),
});

/** An empty archive on an engine, for processes to write into. */
export async function createWatchedDatabase(
  id: TestDatabaseId,
): Promise<WatchedDatabase> {
  return id === 'SQLITE_3' ? createSqliteFile() : createPostgres(id);
}

async function createPostgres(id: TestDatabaseId): Promise<WatchedDatabase> {
  const db = await TESTED_DATABASES.init(id);
  const { host, port, ...login } = postgresSchema.parse(
    db.client.config.connection,
  );
  await migrate(db);
  const proxy = await TcpProxy.start({ host, port });
  return {
    ...questions(db),
    address: {
      client: 'pg',
      connection: { host: '127.0.0.1', port: proxy.port, ...login },
    },
    sharable: true,
    noticedAfterMs: 0,
    takeAway: async () => proxy.cut(),
    giveBack: async () => proxy.restore(),
    close: () => proxy.close(),
  };
}

async function createSqliteFile(): Promise<WatchedDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'tekton-results-'));
  const address = {
    client: 'better-sqlite3',
    connection: { filename: join(folder, 'archive.sqlite') },
  } as const;
  const db = openDatabase(address);
  await migrate(db);
  let lock: Knex | undefined;
  const giveBack = async () => {
    await lock?.raw('rollback');
    await lock?.destroy();
    lock = undefined;
  };
  return {
    ...questions(db),
    address,
    // Backstage gives a SQLite file to one process.
    sharable: false,
    // The driver's own patience with locks.
    noticedAfterMs: 5_000,
    async takeAway() {
      lock = openDatabase(address);
      await lock.raw('begin exclusive');
    },
    giveBack,
    async close() {
      await giveBack();
      await db.destroy();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function migrate(db: Knex): Promise<void> {
  const stores = await createStores({
    database: mockServices.database({ knex: db, migrations: { skip: false } }),
  });
  await stores.close();
}

function questions(db: Knex) {
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
  };
}
