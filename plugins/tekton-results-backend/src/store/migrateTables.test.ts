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

import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { setTimeout as sleep } from 'timers/promises';
import { TESTED_DATABASES } from '../__testUtils__/databases';
import type { Knex } from 'knex';
import { createStores } from './createStores';
import { engineOf } from './filters/engine';
import { migrateTables } from './migrateTables';

jest.setTimeout(60_000);

const directory = resolvePackagePath(
  'backstage-plugin-tekton-results-backend',
  'migrations',
);

async function waitsForLocks(db: Knex): Promise<number> {
  const { rows } = await db.raw(
    `select 1 from pg_locks where not granted and database =
      (select oid from pg_database where datname = current_database())`,
  );
  return rows.length;
}

describe.each(TESTED_DATABASES.eachSupportedId())(
  'migrateTables on %s',
  databaseId => {
    it('lets several replicas start at once in an empty database', async () => {
      const db = await TESTED_DATABASES.init(databaseId);
      const database = mockServices.database({
        knex: db,
        migrations: { skip: false },
      });
      const replicas = await Promise.all(
        [1, 2, 3].map(() => createStores({ database })),
      );
      const installations = replicas.map(({ installation }) => installation);
      expect(new Set(installations).size).toBe(1);
      expect(await db('knex_migrations_lock').select('is_locked')).toEqual([
        { is_locked: 0 },
      ]);
      await Promise.all(replicas.map(stores => stores.close()));
    });

    it('waits while another replica has the lock, and tells so once', async () => {
      const db = await TESTED_DATABASES.init(databaseId);
      await migrateTables({ db });
      await db.migrate.down({ directory });
      await db('knex_migrations_lock').update({ is_locked: 1 });
      const logger = mockServices.logger.mock();
      const waiting = migrateTables({ db, logger });
      const done = jest.fn();
      waiting.then(done, done);
      while (logger.warn.mock.calls.length === 0) {
        await sleep(10);
      }
      expect(done).not.toHaveBeenCalled();

      await db('knex_migrations_lock').update({ is_locked: 0 });
      await waiting;
      expect(await db.schema.hasTable('records')).toBe(true);
      expect(await db('knex_migrations').max({ batch: 'batch' })).toEqual([
        { batch: 2 },
      ]);
      expect(logger.warn).toHaveBeenCalledTimes(1);
    });

    it('needs no lock when nothing is to be done', async () => {
      const db = await TESTED_DATABASES.init(databaseId);
      await migrateTables({ db });
      await db('knex_migrations_lock').update({ is_locked: 1 });
      await expect(migrateTables({ db, limitMs: 1 })).resolves.toBeUndefined();
    });

    it('gives up a lock that nobody releases, and says how to', async () => {
      const db = await TESTED_DATABASES.init(databaseId);
      await migrateTables({ db });
      await db.migrate.down({ directory });
      await db('knex_migrations_lock').update({ is_locked: 1 });
      await expect(migrateTables({ db, limitMs: 20 })).rejects.toThrow(
        'UPDATE knex_migrations_lock SET is_locked = 0',
      );
    });

    it('tries again when an earlier version and it wait for each other', async () => {
      const db = await TESTED_DATABASES.init(databaseId);
      const logger = mockServices.logger.mock();
      await migrateTables({ db });
      if (engineOf(db) === 'postgres') {
        const name = '20261122000410_short_etags.js';
        await db.migrate.down({ directory, name });
        const writer = await db.transaction();
        await writer('records').update({ message: 'written' });
        const migrated = migrateTables({ db, logger });
        // Who began to wait first finds out first, and gives up.
        while ((await waitsForLocks(db)) === 0) {
          await sleep(10);
        }
        await writer('results').update({ annotations: '{}' });
        await writer.commit();
        await migrated;
      }
      const warnings = logger.warn.mock.calls.map(([text]) => text);
      expect(warnings.filter(text => /trying again/.test(text))).toHaveLength(
        engineOf(db) === 'postgres' ? 1 : 0,
      );
      expect(await db.migrate.list({ directory })).toEqual([
        expect.anything(),
        [],
      ]);
    });

    it('fails at once with what a migration failed with', async () => {
      const db = await TESTED_DATABASES.init(databaseId);
      await db.schema.createTable('records', table => table.integer('id'));
      await expect(migrateTables({ db })).rejects.toThrow(/already exists/);
    });
  },
);
