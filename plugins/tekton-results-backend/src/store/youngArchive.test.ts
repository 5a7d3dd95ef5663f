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

import type { JsonObject } from '@backstage/types';
import type { Knex } from 'knex';
import {
  createTestStores,
  TESTED_DATABASES,
  TEST_NOW,
} from '../__testUtils__/databases';
import { storeRuns } from '../__testUtils__/madeUpRuns';
import type { Stores } from './createStores';

jest.setTimeout(60_000);

const BATCHES = 4;
const BATCH_RECORDS = 50;

const postgres = TESTED_DATABASES.eachSupportedId().filter(([id]) =>
  id.startsWith('POSTGRES'),
);

function uidOf(index: number): string {
  return `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
}

function payloadOf(index: number): JsonObject {
  return { kind: 'Thing', metadata: { name: `thing-${index}` } };
}

/** How runs and Records come in, a batch at a time. */
const WAYS_IN: Array<
  [string, (stores: Stores, indexes: readonly number[]) => Promise<unknown>]
> = [
  [
    'captured runs',
    (stores, indexes) =>
      storeRuns(
        stores,
        indexes.map(index => ({
          uid: uidOf(index),
          name: `run-${index}`,
          ago: index,
        })),
      ),
  ],
  [
    'imported Records',
    (stores, indexes) =>
      stores.importer.importRecords(
        indexes.map(index => ({
          name: { parent: 'shop', result: 'r', record: `n${index}` },
          uid: uidOf(index),
          etag: `${uidOf(index)}-1`,
          createTime: TEST_NOW,
          updateTime: TEST_NOW,
          data: {
            type: 'example.com/v1.Thing',
            payload: payloadOf(index),
            json: Buffer.from(JSON.stringify(payloadOf(index))),
          },
        })),
        { cluster: 'test' },
      ),
  ],
  [
    'created Records',
    async (stores, indexes) => {
      for (const index of indexes) {
        await stores.writer.createRecord(
          {
            cluster: 'test',
            parent: 'shop',
            result: 'r',
            record: `n${index}`,
          },
          {
            type: 'example.com/v1.Thing',
            payload: payloadOf(index),
            json: Buffer.from(JSON.stringify(payloadOf(index))),
          },
        );
      }
    },
  ],
];

/** What PostgreSQL counted of the table of Records, once it has counted so many. */
async function countedOf(db: Knex, records: number) {
  for (;;) {
    await db.raw('select pg_stat_force_next_flush()');
    const counted = await db('pg_stat_user_tables')
      .where({ relname: 'records', schemaname: db.raw('current_schema()') })
      .first('n_tup_ins', 'seq_tup_read');
    if (Number(counted.n_tup_ins) >= records) {
      return counted;
    }
  }
}

describe.each(postgres)('an archive that has just begun on %s', databaseId => {
  it.each(WAYS_IN)('is not read as a whole for %s', async (_, store) => {
    const { db, stores } = await createTestStores(databaseId);
    await stores.writer.createResult(
      { cluster: 'test', parent: 'shop', result: 'r' },
      { annotations: {} },
    );
    for (let batch = 0; batch < BATCHES; batch += 1) {
      const first = batch * BATCH_RECORDS;
      await store(
        stores,
        Array.from({ length: BATCH_RECORDS }, (__, index) => first + index),
      );
    }
    const { n_tup_ins, seq_tup_read } = await countedOf(
      db,
      BATCHES * BATCH_RECORDS,
    );
    expect(Number(n_tup_ins)).toBe(BATCHES * BATCH_RECORDS);
    expect(Number(seq_tup_read)).toBe(0);
    await stores.close();
  });
});
