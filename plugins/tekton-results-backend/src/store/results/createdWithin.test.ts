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
} from '../../__testUtils__/databases';
import { storeDocuments } from '../../__testUtils__/storeDocuments';
import { parseFilter } from '../../filter';
import type { Stores } from '../createStores';
import { engineOf } from '../filters/engine';
import { createdWithin } from './createdWithin';

jest.setTimeout(60_000);

const DAY_MS = 24 * 60 * 60 * 1_000;
const MAY = Date.UTC(2026, 4, 1);
const JUNE = Date.UTC(2026, 5, 1);
const IN_MAY =
  'data.status.startTime >= timestamp("2026-05-01T00:00:00Z") && data.status.startTime < timestamp("2026-06-01T00:00:00Z")';

/** Started and created so many days after the first of May. */
const RECORDS: Record<string, { started?: number | string; created: number }> =
  {
    'long before': { started: -40, created: -40 },
    before: { started: -0.01, created: 0.5 },
    first: { started: 0, created: 0 },
    middle: { started: 15, created: 15.9 },
    last: { started: 30.99, created: 31.5 },
    after: { started: 31, created: 31 },
    'long after': { started: 80, created: 80 },
    never: { created: 10 },
    'no time': { started: 'soon', created: 12 },
  };

/** Their objects tell of another time. */
const APART: typeof RECORDS = {
  'stored late': { started: 10, created: 120 },
  'stored early': { started: 20, created: -90 },
  'stored late, of another time': { started: -40, created: 300 },
};

describe.each(TESTED_DATABASES.eachSupportedId())(
  'lists by times of objects on %s',
  id => {
    let db: Knex;
    let stores: Stores;

    beforeEach(async () => {
      ({ db, stores } = await createTestStores(id));
    });
    afterEach(() => stores.close());

    async function store(records: typeof RECORDS) {
      await storeDocuments(
        db,
        Object.entries(records).map(([name, { started, created }]) => ({
          parent: 'ns',
          result: 'r',
          name,
          dataType: 'a/v1.Thing',
          createTime: MAY + created * DAY_MS,
          data: {
            status: {
              ...(started !== undefined && {
                startTime:
                  typeof started === 'string'
                    ? started
                    : new Date(MAY + started * DAY_MS)
                        .toISOString()
                        .replace(/\.\d+/, ''),
              }),
            },
          },
        })),
      );
    }

    async function found(filter: string, direction: 'asc' | 'desc') {
      const { items } = await stores.results.listRecords({
        view: {},
        filter: parseFilter(filter, 'records'),
        order: [{ field: 'create_time', direction }],
        limit: 50,
      });
      return items.map(({ name }) => name.split('/').at(-1));
    }

    function within(filter: string) {
      return createdWithin(
        { db, engine: engineOf(db) },
        parseFilter(filter, 'records')!,
      );
    }

    it.each(['asc', 'desc'] as const)(
      'have all of them, %s',
      async direction => {
        await store({ ...RECORDS, ...APART });
        // Only `no time` is inexact, and makes the list go through all.
        const expected = [
          'stored early',
          'first',
          'middle',
          'last',
          'stored late',
        ];
        const ordered =
          direction === 'asc' ? expected : expected.slice().reverse();
        expect(await found(IN_MAY, direction)).toEqual(ordered);
        await db('records').where({ name: 'no time' }).delete();
        expect(await found(IN_MAY, direction)).toEqual(ordered);
      },
    );

    it('have what columns do not say exactly, however fine the time is', async () => {
      await storeDocuments(db, [
        {
          parent: 'ns',
          result: 'r',
          name: 'half a second',
          dataType: 'a/v1.Thing',
          createTime: MAY + 100 * DAY_MS,
          data: { status: { startTime: '2026-05-02T00:00:00.5Z' } },
        },
      ]);
      for (const second of ['00', '00.123456', '00.123']) {
        const filter = `data.status.startTime < timestamp("2026-05-03T00:00:${second}Z")`;
        expect(await found(filter, 'desc')).toEqual(['half a second']);
      }
    });

    it('begin and end within a day of these times', async () => {
      await store(RECORDS);
      expect(await within(IN_MAY)).toEqual({
        from: MAY - DAY_MS,
        until: JUNE + DAY_MS,
      });
    });

    it('reach to those that were created at other times', async () => {
      await store({ ...RECORDS, ...APART });
      expect(await within(IN_MAY)).toEqual({
        from: MAY - 90 * DAY_MS,
        until: MAY + 120 * DAY_MS,
      });
    });

    it('have one end only if one is asked for', async () => {
      await store(RECORDS);
      expect(
        await within(
          'data.status.startTime > timestamp("2026-05-01T00:00:00Z")',
        ),
      ).toEqual({ from: MAY - DAY_MS });
      expect(await within('data_type == "a"')).toEqual({});
    });

    it('are within all times that are asked for', async () => {
      await store(RECORDS);
      expect(
        await within(
          `${IN_MAY} && data.status.completionTime < timestamp("2026-05-10T00:00:00Z") && data.metadata.name == "x"`,
        ),
      ).toEqual({
        from: MAY - DAY_MS,
        until: Date.UTC(2026, 4, 11),
      });
    });
  },
);
