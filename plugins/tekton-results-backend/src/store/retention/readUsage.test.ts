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

import {
  createTestStores,
  TESTED_DATABASES,
  TEST_NOW,
} from '../../__testUtils__/databases';
import { storeRuns } from '../../__testUtils__/madeUpRuns';
import { storeLog } from '../../__testUtils__/storeLog';
import { EVENT_LIST_TYPE } from '../dataTypes';
import type { StoredUsage } from '../RetentionStore';
import { toDbTime } from '../tables';
import { readUsage } from './readUsage';

jest.setTimeout(120_000);

const DAY_MS = 24 * 60 * 60 * 1000;
const LOG_BYTES = 70;

describe.each(TESTED_DATABASES.eachSupportedId())(
  'what is stored, on %s',
  databaseId => {
    async function open() {
      const { db, stores } = await createTestStores(databaseId);
      const run = { ago: 60, seconds: 30 };
      await storeRuns(stores, [
        { ...run, name: 'a', uid: 'uid-a' },
        {
          ...run,
          name: 'a-task',
          uid: 'uid-a-task',
          kind: 'TaskRun',
          owner: 'uid-a',
        },
        { ...run, name: 'b', uid: 'uid-b', namespace: 'ci' },
        { ...run, name: 'c', uid: 'uid-c', cluster: 'west' },
      ]);
      await storeLog(stores, {
        runUid: 'uid-a-task',
        bytes: 100,
        storedBytes: LOG_BYTES,
      });
      await stores.events.record('test', [
        {
          subject: {
            kind: 'TaskRun',
            namespace: 'shop',
            name: 'a-task',
            uid: 'uid-a-task',
          },
          time: TEST_NOW,
          item: { metadata: { name: 'event', namespace: 'shop' } },
        },
      ]);
      const bytesOf = async (dataTypes: readonly string[]): Promise<number> => {
        const [{ bytes }] = await db('records as r')
          .join('record_payloads as p', 'p.record_seq', 'r.seq')
          .where({ 'r.cluster': 'test', 'r.parent': 'shop' })
          .whereIn('r.data_type', dataTypes)
          .select(db.raw('sum(length(p.bytes)) as bytes'));
        return Number(bytes);
      };
      return { db, stores, bytesOf };
    }

    function shopOf(usage: readonly StoredUsage[]): StoredUsage | undefined {
      return usage.find(
        ({ cluster, namespace }) => cluster === 'test' && namespace === 'shop',
      );
    }

    it('is told by namespace, and of what it is', async () => {
      const { stores, bytesOf } = await open();
      const usage = await stores.retention.usage();
      expect(
        usage.map(({ cluster, namespace }) => `${cluster}/${namespace}`).sort(),
      ).toEqual(['test/ci', 'test/shop', 'west/shop']);
      const recordBytes = await bytesOf([
        'tekton.dev/v1.PipelineRun',
        'tekton.dev/v1.TaskRun',
      ]);
      const eventBytes = await bytesOf([EVENT_LIST_TYPE]);
      const bytes = recordBytes + eventBytes + LOG_BYTES;
      expect(recordBytes * eventBytes).toBeGreaterThan(0);
      expect(shopOf(usage)).toEqual({
        cluster: 'test',
        namespace: 'shop',
        // Its TaskRun and the list of events are no runs of their own.
        runs: 1,
        records: 3,
        logs: 1,
        eventLists: 1,
        bytes,
        recordBytes,
        eventBytes,
        logBytes: LOG_BYTES,
        addedBytes: { week: bytes, month: bytes },
      });
    });

    it('is the same in pieces', async () => {
      const { db, stores } = await open();
      const inPieces = await readUsage(db, {
        now: TEST_NOW,
        rowsPerStatement: 1,
      });
      const whole = await stores.retention.usage();
      expect(inPieces).toHaveLength(whole.length);
      expect(inPieces).toEqual(expect.arrayContaining([...whole]));
    });

    it.each([
      [7, { week: 1, month: 1 }],
      [8, { week: 0, month: 1 }],
      [31, { week: 0, month: 0 }],
    ])('grew by what was first stored %s days ago', async (days, share) => {
      const { db, stores } = await open();
      await db('records').update({
        create_time: toDbTime(TEST_NOW - days * DAY_MS),
      });
      const shop = shopOf(await stores.retention.usage());
      const { bytes = 0 } = shop ?? {};
      expect(shop?.addedBytes).toEqual({
        week: share.week * bytes,
        month: share.month * bytes,
      });
    });

    it('is nothing in the beginning, and without what was lost', async () => {
      const { stores } = await createTestStores(databaseId);
      expect(await stores.retention.usage()).toEqual([]);
      const { db, stores: used } = await open();
      await db('log_segments').update({ lost: true });
      expect(shopOf(await used.retention.usage())).toMatchObject({
        logBytes: 0,
      });
    });
  },
);
