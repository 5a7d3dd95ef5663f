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
import type { Knex } from 'knex';
import { createStores, type Stores } from '../../src/store';
import { openKnex } from './openKnex';

/** A database with our archive, and room for upstream's table beside it. */
export interface BenchDatabase {
  readonly engine: 'postgres' | 'sqlite';
  /** A URL, or the name of a file. */
  readonly connection: string;
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
  const db = openKnex(engine, connection);
  let now = Date.now();
  const stores = await createStores({
    database: mockServices.database({ knex: db, migrations: { skip: false } }),
    now: () => now,
  });
  return {
    engine,
    connection,
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
