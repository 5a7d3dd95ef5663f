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
} from '../../__testUtils__/databases';
import { storeRuns } from '../../__testUtils__/madeUpRuns';
import { engineOf } from '../filters/engine';

jest.setTimeout(60_000);

/** More than a 32-bit integer holds. */
const MANY_PAIRS = 3_000_000_000;

describe.each(TESTED_DATABASES.eachSupportedId())(
  'attributes on %s',
  databaseId => {
    it('are written and found when there have been thousands of millions', async () => {
      const { db, stores } = await createTestStores(databaseId);
      await db('attribute_pairs').insert({
        id: MANY_PAIRS,
        type: 'label',
        key: 'last',
        value: 'one',
      });
      if (engineOf(db) === 'postgres') {
        await db.raw(
          `select setval(pg_get_serial_sequence('attribute_pairs', 'id'), ?)`,
          [MANY_PAIRS],
        );
      }
      await storeRuns(stores, [
        {
          name: 'a',
          uid: 'uid-a',
          ago: 60,
          seconds: 30,
          labels: { team: 'late' },
        },
      ]);
      const label = { key: 'team', operator: 'in', values: ['late'] } as const;
      const { runs } = await stores.runs.list({
        query: { labels: [label] },
        limit: 10,
      });
      expect(runs.map(({ uid }) => uid)).toEqual(['uid-a']);
      await stores.close();
    });
  },
);
