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
import type { LabelRequirement } from 'backstage-plugin-tekton-results-common';
import {
  createTestStores,
  TESTED_DATABASES,
} from '../../__testUtils__/databases';
import { storeRuns } from '../../__testUtils__/madeUpRuns';
import { plansOf } from '../../__testUtils__/queryPlans';
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

    it('are looked up where runs are asked for one of hundreds', async () => {
      const { db, stores } = await createTestStores(databaseId);
      const many = Array.from({ length: 300 }, (_, number) => `id-${number}`);
      await db('attribute_pairs').insert(
        many.map(value => ({ type: 'label', key: 'event', value })),
      );
      const labels: Record<string, Record<string, string>> = {
        first: { event: many[0] },
        last: { event: many[299], team: 'late' },
        owned: { event: many[7] },
        other: { event: 'another' },
        none: { team: 'late' },
        bare: {},
      };
      await storeRuns(
        stores,
        Object.keys(labels).map((uid, ago) => ({
          name: uid,
          uid,
          ago,
          seconds: 1,
          labels: labels[uid],
          ...(uid === 'owned' && { owner: 'last' }),
        })),
      );
      const find = async (label: LabelRequirement, includeOwned = false) => {
        const query = { labels: [label], includeOwned };
        const { runs } = await stores.runs.list({ query, limit: 10 });
        const facets = await stores.runAggregates.facets({
          query,
          facets: ['kind'],
          limit: 1,
        });
        expect(facets[0].values[0].count).toBe(runs.length);
        return runs.map(({ uid }) => uid);
      };
      const key = 'event';
      expect(await find({ key, operator: 'in', values: many })).toEqual([
        'first',
        'last',
      ]);
      expect(await find({ key, operator: 'in', values: many }, true)).toEqual([
        'first',
        'last',
        'owned',
      ]);
      expect(await find({ key, operator: 'notIn', values: many })).toEqual([
        'other',
        'none',
        'bare',
      ]);
      expect(await find({ key, operator: 'exists' })).toEqual([
        'first',
        'last',
        'other',
      ]);
      expect(await find({ key, operator: 'doesNotExist' })).toEqual([
        'none',
        'bare',
      ]);

      // Each pair of each run would be compared with each of the hundreds.
      const plans = await plansOf(db, () =>
        find({ key, operator: 'doesNotExist' }),
      );
      expect(plans.join('\n')).not.toMatch(/&&/);
      await stores.close();
    });
  },
);
