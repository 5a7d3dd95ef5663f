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
import { createTestStores, TESTED_DATABASES } from '../__testUtils__/databases';
import { LeaseLostError } from './Lease';
import { StoreError } from './StoreError';
import { inStoreTransaction } from './transactions';

jest.setTimeout(60_000);

const COMMIT_MS = 25_000;

function failure(code: string) {
  return Object.assign(new Error('secret'), { code });
}

async function addLease(tx: Knex.Transaction, name: string) {
  await tx('leases').insert({
    name,
    holder: 'test',
    epoch: 1,
    expire_time: new Date(0),
  });
}

describe.each(TESTED_DATABASES.eachSupportedId())(
  'inStoreTransaction with %s',
  databaseId => {
    afterEach(() => jest.restoreAllMocks());

    async function setUp() {
      const { db } = await createTestStores(databaseId);
      const names = () => db('leases').orderBy('name').pluck('name');
      return { db, names };
    }

    it.each([
      '40001',
      '40P01',
      '23505',
      'SQLITE_BUSY',
      'SQLITE_BUSY_SNAPSHOT',
      'SQLITE_LOCKED',
      'SQLITE_CONSTRAINT_UNIQUE',
    ])('tries again after %s, from the beginning', async code => {
      const { db, names } = await setUp();
      let attempts = 0;
      const value = await inStoreTransaction(db, async tx => {
        attempts += 1;
        await addLease(tx, `attempt ${attempts}`);
        if (attempts < 3) {
          throw failure(code);
        }
        return 'done';
      });
      expect(value).toBe('done');
      expect(await names()).toEqual(['attempt 3']);
    });

    it.each(['22021', '53100', 'ECONNRESET', 'SQLITE_FULL'])(
      'tells at once of %s',
      async code => {
        const { db, names } = await setUp();
        const work = jest.fn(async (tx: Knex.Transaction) => {
          await addLease(tx, 'a');
          throw failure(code);
        });
        await expect(inStoreTransaction(db, work)).rejects.toThrow(StoreError);
        expect(work).toHaveBeenCalledTimes(1);
        expect(await names()).toEqual([]);
      },
    );

    it('gives up after some attempts', async () => {
      const { db } = await setUp();
      const work = jest.fn().mockRejectedValue(failure('40001'));
      await expect(inStoreTransaction(db, work)).rejects.toMatchObject({
        name: 'StoreError',
        refused: false,
      });
      expect(work).toHaveBeenCalledTimes(5);
    });

    it('tries again after locks only if it did not wait for them for long', async () => {
      const { db } = await setUp();
      const clock = jest.spyOn(performance, 'now').mockReturnValue(0);
      const work = jest
        .fn()
        .mockRejectedValueOnce(failure('SQLITE_BUSY'))
        .mockImplementationOnce(async () => {
          // So long the driver lets nothing else happen.
          clock.mockReturnValue(5_000);
          throw failure('SQLITE_BUSY');
        });
      await expect(inStoreTransaction(db, work)).rejects.toThrow(StoreError);
      expect(work).toHaveBeenCalledTimes(2);
    });

    it('commits nothing any more when its time is over', async () => {
      const { db, names } = await setUp();
      const clock = jest.spyOn(performance, 'now').mockReturnValue(0);
      const options = { commitWithinMs: COMMIT_MS };
      await inStoreTransaction(
        db,
        async tx => {
          await addLease(tx, 'in time');
          clock.mockReturnValue(COMMIT_MS);
        },
        options,
      );
      await expect(
        inStoreTransaction(
          db,
          async tx => {
            await addLease(tx, 'late');
            clock.mockReturnValue(3 * COMMIT_MS);
          },
          options,
        ),
      ).rejects.toEqual(StoreError.unanswered(COMMIT_MS));
      expect(await names()).toEqual(['in time']);
    });

    it('passes on that a lease was lost', async () => {
      const { db } = await setUp();
      const lost = new LeaseLostError({ name: 'a', holder: 'b', epoch: 1 });
      await expect(
        inStoreTransaction(db, async () => {
          throw lost;
        }),
      ).rejects.toBe(lost);
    });
  },
);
