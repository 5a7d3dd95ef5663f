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
import { parseFilter } from '../../filter';
import type { Stores } from '../createStores';

const NOON = new Date('2024-05-01T12:00:00Z');

const RESULTS = [
  { name: 'a', end: new Date('2024-05-01T11:00:00Z') },
  // Clients may write any time that CEL has.
  { name: 'b', end: new Date('9999-12-31T23:59:59Z') },
  { name: 'c', end: null },
];

describe.each(TESTED_DATABASES.eachSupportedId())(
  'filters on Results on %s',
  id => {
    let db: Knex;
    let stores: Stores;

    beforeAll(async () => {
      ({ db, stores } = await createTestStores(id));
      await db('results').insert(
        RESULTS.map(({ name, end }, index) => ({
          uid: `00000000-0000-0000-0000-00000000000${index}`,
          cluster: 'test',
          parent: 'team',
          name,
          annotations: '{}',
          summary_end_time: end,
          summary_status: 'SUCCESS',
          etag: '1',
          create_time: NOON,
          update_time: NOON,
        })),
      );
    });
    afterAll(() => stores.close());

    it.each([
      ['summary.end_time + duration("2h") > create_time', 'a'],
      ['!(summary.end_time + duration("2h") > create_time)', ''],
      ['summary.end_time.getHours("+02:00") == 1', 'b'],
      ['summary.end_time == null', 'c'],
      ['summary.status / 2 == 0 && string(summary.status) == "1"', 'abc'],
      ['int(create_time) == 1714564800', 'abc'],
    ])('%s', async (text, names) => {
      const { items } = await stores.results.listResults({
        view: {},
        filter: parseFilter(text, 'results'),
        limit: 10,
      });
      expect(items.map(({ name }) => name.slice(-1)).join('')).toBe(names);
    });
    it('gives filters up that would go on and on, rather than not match', async () => {
      const list = `[${Array(90).fill('1').join(',')}]`;
      const text = `${list}.all(a, ${list}.all(b, ${list}.all(c, a + b + c > 0)))`;
      await expect(
        stores.results.listResults({
          view: {},
          filter: parseFilter(text, 'results'),
          limit: 10,
        }),
      ).rejects.toMatchObject({
        name: 'InputError',
        message: expect.stringContaining('take too long'),
      });
    });
  },
);
