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

import { setTimeout as sleep } from 'timers/promises';
import { mockServices } from '@backstage/backend-test-utils';
import knexFactory from 'knex';
import { z } from 'zod';
import { TESTED_DATABASES } from '../__testUtils__/databases';
import { answersInTime, createStores } from '../store';
import { TcpProxy } from './endToEnd/__testUtils__/TcpProxy';
import { LeaseKeeper } from './lease';

jest.setTimeout(120_000);

const MAX_CONNECTIONS = 4;
const CLUSTER = 'test';

const describePostgres = TESTED_DATABASES.supports('POSTGRES_18')
  ? describe
  : describe.skip;

const addressSchema = z.object({
  host: z.string(),
  port: z.coerce.number(),
  user: z.string(),
  password: z.string(),
  database: z.string(),
});

/** A database whose host can die, with connections to all of the pool. */
async function setUp() {
  const { client } = await TESTED_DATABASES.init('POSTGRES_18');
  const { host, port, ...login } = addressSchema.parse(
    client.config.connection,
  );
  const proxy = await TcpProxy.start({ host, port });
  const db = knexFactory({
    client: 'pg',
    connection: { ...login, host: '127.0.0.1', port: proxy.port },
    pool: { min: 0, max: MAX_CONNECTIONS },
    // It tells of each connection that ends.
    log: { warn() {} },
  });
  const stores = await createStores({
    database: mockServices.database({ knex: db, migrations: { skip: false } }),
  });
  const steward = answersInTime(stores.steward);
  const askAtOnce = (calls: number) =>
    Promise.allSettled(
      Array.from({ length: calls }, () => steward.storedUids(CLUSTER, ['a'])),
    );
  await askAtOnce(MAX_CONNECTIONS);
  return {
    db,
    proxy,
    stores,
    askAtOnce,
    async close() {
      await stores.close();
      await db.destroy();
      await proxy.close();
    },
  };
}

function outcomes(settled: ReadonlyArray<PromiseSettledResult<unknown>>) {
  return [...new Set(settled.map(({ status }) => status))];
}

describePostgres('connections to a host that died', () => {
  it('are given back when calls hang on them, and when nobody uses them', async () => {
    const { proxy, askAtOnce, close } = await setUp();
    proxy.swallow();
    // One finds it out for all.
    expect(outcomes(await askAtOnce(1))).toEqual(['rejected']);
    proxy.restore();
    expect(outcomes(await askAtOnce(MAX_CONNECTIONS))).toEqual(['fulfilled']);
    proxy.swallow();
    expect(outcomes(await askAtOnce(MAX_CONNECTIONS + 1))).toEqual([
      'rejected',
    ]);
    proxy.restore();
    expect(outcomes(await askAtOnce(MAX_CONNECTIONS + 1))).toEqual([
      'fulfilled',
    ]);
    await close();
  });

  it('are told from those for which nobody set a limit', async () => {
    const { db, askAtOnce, close } = await setUp();
    const slow = db.raw('select pg_sleep(16)').then(() => 'answered');
    let lock = () => {};
    const isLocked = new Promise<void>(resolve => {
      lock = resolve;
    });
    const locked = db.transaction(async tx => {
      await tx.raw('lock table records in access exclusive mode');
      lock();
      // Longer than anybody waits for it.
      await tx.raw('select pg_sleep(14)');
      return 'committed';
    });
    await isLocked;
    expect(outcomes(await askAtOnce(1))).toEqual(['rejected']);
    expect(await locked).toBe('committed');
    expect(await slow).toBe('answered');
    await close();
  });

  it('keep a lease from nobody', async () => {
    const { proxy, stores, askAtOnce, close } = await setUp();
    proxy.swallow();
    const stop = new AbortController();
    const failures: unknown[] = [];
    let acquire = () => {};
    const acquired = new Promise<void>(resolve => {
      acquire = resolve;
    });
    const keeping = new LeaseKeeper({
      store: stores.leases,
      name: `watch/${CLUSTER}`,
      holder: 'b',
      onAsked: error => failures.push(error),
      logger: mockServices.logger.mock(),
    }).run(async (_held, signal) => {
      acquire();
      await new Promise(resolve => signal.addEventListener('abort', resolve));
    }, stop.signal);
    const others = askAtOnce(MAX_CONNECTIONS - 1);
    expect(outcomes(await others)).toEqual(['rejected']);
    while (failures.length < 2) {
      await sleep(100);
    }
    proxy.restore();
    await acquired;
    stop.abort();
    await keeping;
    await close();
  });
});
