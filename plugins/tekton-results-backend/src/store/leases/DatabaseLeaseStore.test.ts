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

import type { Knex } from 'knex';
import {
  createTestStores,
  TESTED_DATABASES,
  type TestDatabaseId,
} from '../../__testUtils__/databases';
import {
  lastRecordedEvents,
  TEST_CLUSTER,
} from '../../__testUtils__/recordedRuns';
import { LeaseLostError, type Lease } from '../Lease';
import type { Stores } from '../createStores';

jest.setTimeout(60_000);

const TTL_MS = 60_000;
const [first, second] = lastRecordedEvents();

async function acquire(stores: Stores, holder: string): Promise<Lease> {
  const lease = await stores.leases.acquire({
    name: 'watch/test',
    holder,
    ttlMs: TTL_MS,
  });
  if (!lease) {
    throw new Error(`${holder} does not get the lease`);
  }
  return lease;
}

/** As if the holder had given no sign for long enough. */
async function expire(db: Knex) {
  const past = new Date(0);
  await db('leases').update({ expire_time: past });
}

async function setUp(databaseId: TestDatabaseId) {
  const { db, stores } = await createTestStores(databaseId);
  const uids = () => db('records').orderBy('seq').pluck('capture_uid');
  return { db, stores, uids };
}

describe.each(TESTED_DATABASES.eachSupportedId())(
  'leases in %s',
  databaseId => {
    it('has one holder, until it gives the lease back', async () => {
      const { stores } = await setUp(databaseId);
      const lease = await acquire(stores, 'a');
      expect(lease).toEqual({ name: 'watch/test', holder: 'a', epoch: 1 });
      const rival = { name: 'watch/test', holder: 'b', ttlMs: TTL_MS };
      expect(await stores.leases.acquire(rival)).toBeUndefined();
      expect(
        await stores.leases.acquire({ ...rival, name: 'watch/other' }),
      ).toMatchObject({ epoch: 1 });

      expect(await stores.leases.renew(lease, { ttlMs: TTL_MS })).toBe(true);
      await stores.leases.release(lease);
      expect(await stores.leases.acquire(rival)).toMatchObject({ epoch: 2 });
      expect(await stores.leases.renew(lease, { ttlMs: TTL_MS })).toBe(false);
    });

    it('goes to another holder when its time is over, and not back', async () => {
      const { db, stores } = await setUp(databaseId);
      const old = await acquire(stores, 'a');
      await expire(db);
      // Nobody wanted it: it is still the holder's.
      expect(await stores.leases.renew(old, { ttlMs: TTL_MS })).toBe(true);
      await expire(db);
      const taken = await acquire(stores, 'b');
      expect(taken.epoch).toBe(2);

      expect(await stores.leases.renew(old, { ttlMs: TTL_MS })).toBe(false);
      await stores.leases.release(old);
      expect(await stores.leases.renew(taken, { ttlMs: TTL_MS })).toBe(true);
    });

    it('expires by the clock of the database', async () => {
      const { stores } = await setUp(databaseId);
      const { leases } = stores;
      await leases.acquire({ name: 'short', holder: 'a', ttlMs: 1 });
      let taken: Lease | undefined;
      while (!taken) {
        taken = await leases.acquire({ name: 'short', holder: 'b', ttlMs: 1 });
      }
      expect(taken).toMatchObject({ holder: 'b', epoch: 2 });
    });

    it('lets a process that wakes up late write nothing', async () => {
      const { db, stores, uids } = await setUp(databaseId);
      const { capture, steward } = stores;
      const { scope, captured } = first;
      const old = await acquire(stores, 'stopped');
      await capture.record(scope, [captured], {
        lease: old,
        resumePoint: '10',
      });
      await expire(db);
      const taken = await acquire(stores, 'other');

      const late = { lease: old, resumePoint: '5' };
      const { uid } = captured.facts;
      await expect(
        capture.record(scope, [second.captured], late),
      ).rejects.toThrow(LeaseLostError);
      await expect(
        capture.markGone(scope, [uid], {
          ...late,
          listVersion: Number.MAX_SAFE_INTEGER,
        }),
      ).rejects.toThrow(LeaseLostError);
      await expect(
        steward.noteGaps({
          cluster: TEST_CLUSTER,
          uid,
          gaps: [{ what: 'logs', reason: 'late' }],
          lease: old,
        }),
      ).rejects.toThrow(LeaseLostError);

      expect(await uids()).toEqual([uid]);
      expect(await capture.resumePoint(scope)).toBe('10');
      expect(await db('capture_gaps')).toEqual([]);
      await capture.record(scope, [second.captured], { lease: taken });
      expect(await uids()).toHaveLength(2);
    });
  },
);

describe('leases in PostgreSQL', () => {
  const postgres = TESTED_DATABASES.eachSupportedId().filter(
    ([id]) => id !== 'SQLITE_3',
  );

  it.each(postgres)(
    'are extended, but not taken over, while a transaction writes under them on %s',
    async databaseId => {
      const { db, stores } = await setUp(databaseId);
      const lease = await acquire(stores, 'a');
      const { scope, captured } = first;
      // Holds the recording up in the middle of its transaction.
      const blocker = await db.transaction();
      await blocker.raw('lock table results in access exclusive mode');
      const recording = stores.capture.record(scope, [captured], { lease });
      const waiting = async () => {
        const { rows } = await db.raw(
          `select 1 from pg_stat_activity
           where wait_event_type = 'Lock' and datname = current_database()`,
        );
        return rows.length;
      };
      while ((await waiting()) < 1) {
        await new Promise(resolve => setTimeout(resolve, 10));
      }

      expect(await stores.leases.renew(lease, { ttlMs: TTL_MS })).toBe(true);
      await expire(db);
      let taken = false;
      const takeOver = acquire(stores, 'b').then(() => {
        taken = true;
      });
      while ((await waiting()) < 2) {
        await new Promise(resolve => setTimeout(resolve, 10));
      }
      expect(taken).toBe(false);

      await blocker.rollback();
      await recording;
      await takeOver;
      expect(taken).toBe(true);
    },
  );
});
