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
import type { Knex } from 'knex';
import {
  createTestStores,
  POSTGRES_DATABASES,
  TEST_NOW,
} from '../__testUtils__/databases';
import { storeRuns } from '../__testUtils__/madeUpRuns';
import type { Stores } from './createStores';
import type { RecordData } from './ResultWriter';

jest.setTimeout(60_000);

const BATCHES = 4;
const BATCH_RECORDS = 50;
const MAX_COUNTING_MS = 20_000;
const COUNTING_PAUSE_MS = 50;

function uidOf(index: number): string {
  return `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
}

function dataOf(index: number): RecordData {
  const payload = { kind: 'Thing', metadata: { name: `thing-${index}` } };
  return {
    type: 'example.com/v1.Thing',
    payload,
    json: Buffer.from(JSON.stringify(payload)),
  };
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
          data: dataOf(index),
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
          dataOf(index),
        );
      }
    },
  ],
];

/** How many rows PostgreSQL read by reading whole tables, once it has counted so many Records. */
async function rowsReadOf(
  db: Knex,
  tables: readonly string[],
  records: number,
): Promise<number> {
  const until = Date.now() + MAX_COUNTING_MS;
  for (;;) {
    await db.raw('select pg_stat_force_next_flush()');
    const counted: Array<
      Record<'relname' | 'n_tup_ins' | 'seq_tup_read', string>
    > = await db('pg_stat_user_tables')
      .where({ schemaname: db.raw('current_schema()') })
      .whereIn('relname', tables)
      .select('relname', 'n_tup_ins', 'seq_tup_read');
    const of = counted.find(({ relname }) => relname === 'records');
    if (Number(of?.n_tup_ins) === records) {
      return counted.reduce((sum, row) => sum + Number(row.seq_tup_read), 0);
    }
    if (Date.now() > until) {
      throw new Error(`PostgreSQL counted ${JSON.stringify(counted)}`);
    }
    await sleep(COUNTING_PAUSE_MS);
  }
}

describe.each(POSTGRES_DATABASES)(
  'an archive that has just begun on %s',
  databaseId => {
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
      const records = BATCHES * BATCH_RECORDS;
      expect(await rowsReadOf(db, ['records', 'results'], records)).toBe(0);
      expect(await db('records').pluck('seq')).toHaveLength(records);
      await stores.close();
    });
  },
);
