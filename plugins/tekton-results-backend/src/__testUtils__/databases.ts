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

import { TestDatabases } from '@backstage/backend-test-utils';
import { mockServices } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { createStores, type Stores } from '../store';
import { MigratedDatabases } from './MigratedDatabases';

const migrated = MigratedDatabases.create();

/** The engines on which every query is tested. */
export const TESTED_DATABASES = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_18'],
});

/** Those of them that have plans, statistics and types of PostgreSQL. */
export const POSTGRES_DATABASES = TESTED_DATABASES.eachSupportedId().filter(
  ([id]) => id.startsWith('POSTGRES'),
);

/** The time of everything that tests store. */
export const TEST_NOW = Date.UTC(2026, 10, 21, 12);

export type TestDatabaseId = Parameters<typeof TESTED_DATABASES.init>[0];

/** The database of an empty archive on an engine. */
export async function initArchive(id: TestDatabaseId): Promise<Knex> {
  return migrated.init(TESTED_DATABASES, id);
}

/**
 * The database of a whole backend. The one that it would open itself would stay open
 * after it has stopped, and would keep the process of the tests alive.
 */
export async function backendDatabase() {
  return mockServices.database.factory({
    knex: await TESTED_DATABASES.init('SQLITE_3'),
  });
}

/** An empty archive on an engine. Must be closed if filters are evaluated. */
export async function createTestStores(
  id: TestDatabaseId,
  options: Pick<
    Parameters<typeof createStores>[0],
    'now' | 'clock' | 'scanBudget'
  > = {},
): Promise<{ db: Knex; stores: Stores }> {
  const db = await initArchive(id);
  const stores = await createStores({
    database: mockServices.database({ knex: db, migrations: { skip: true } }),
    now: () => TEST_NOW,
    ...options,
  });
  return { db, stores };
}
