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
import knexFactory from 'knex';
import { createTestStores, TESTED_DATABASES } from '../__testUtils__/databases';
import { DatabaseMonitor } from './DatabaseMonitor';

jest.setTimeout(60_000);

const NOW = Date.UTC(2026, 10, 22);

describe.each(TESTED_DATABASES.eachSupportedId())(
  'the health of the database on %s',
  databaseId => {
    it('tells how fast it answers, and asks no more often than it must', async () => {
      const { db, stores } = await createTestStores(databaseId);
      let time = NOW;
      const asked = jest.fn();
      db.on('query', asked);
      const monitor = new DatabaseMonitor({ db, now: () => time });

      const [first] = await Promise.all([monitor.check(), monitor.check()]);
      expect(first).toEqual({
        engine: databaseId.startsWith('POSTGRES') ? 'postgres' : 'sqlite',
        state: 'ok',
        latencyMs: 0,
        checkedAt: new Date(NOW).toISOString(),
      });
      time += 5_001;
      expect((await monitor.check()).checkedAt).toBe(
        new Date(time).toISOString(),
      );
      expect(asked).toHaveBeenCalledTimes(2);
      time -= 60_000;
      expect((await monitor.check()).checkedAt).toBe(
        new Date(time).toISOString(),
      );
      await stores.close();
    });

    it('tells that all connections are taken, instead of waiting for ever', async () => {
      const { db, stores } = await createTestStores(databaseId);
      const monitor = new DatabaseMonitor({ db, timeoutMs: 200 });
      const { max = 1 } = db.client.pool;
      const taken = await Promise.all(
        Array.from({ length: max }, () => db.transaction()),
      );
      expect(await monitor.check()).toMatchObject({
        state: 'failing',
        message: expect.stringContaining('not answered'),
      });
      await Promise.all(taken.map(transaction => transaction.rollback()));
      await stores.close();
    });
  },
);

it('tells of a database that is away, and not what it was told to log in', async () => {
  const db = knexFactory({
    client: 'pg',
    connection: 'postgresql://archive:s3cret@127.0.0.1:1/none',
    log: { warn: () => {} },
  });
  const health = await new DatabaseMonitor({ db }).check();
  expect(health).toMatchObject({
    engine: 'postgres',
    state: 'failing',
    message: expect.stringContaining('ECONNREFUSED'),
  });
  expect(JSON.stringify(health)).not.toContain('s3cret');
  await db.destroy();
});
