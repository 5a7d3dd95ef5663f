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
import knexFactory, { type Knex } from 'knex';
import { createStores, type Stores } from '../../src/store';

/** A database with our archive, and room for upstream's table beside it. */
export interface BenchDatabase {
  readonly engine: 'postgres' | 'sqlite';
  readonly db: Knex;
  readonly stores: Stores;
  readonly setNow: (ms: number) => void;
  close(): Promise<void>;
}

/** Opens a database as Backstage does. */
export async function openBenchDatabase(
  engine: 'postgres' | 'sqlite',
  connection: string,
): Promise<BenchDatabase> {
  const db =
    engine === 'postgres'
      ? knexFactory({ client: 'pg', connection, pool: { min: 0, max: 10 } })
      : knexFactory({
          client: 'better-sqlite3',
          connection: { filename: connection },
          useNullAsDefault: true,
        });
  let now = Date.now();
  const stores = await createStores({
    database: mockServices.database({ knex: db, migrations: { skip: false } }),
    now: () => now,
  });
  return {
    engine,
    db,
    stores,
    setNow: ms => {
      now = ms;
    },
    close: async () => {
      await stores.close();
      await db.destroy();
    },
  };
}
