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
import { storeRuns, type MadeUpRun } from '../../__testUtils__/madeUpRuns';
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

      await db.raw('analyze');
      for (const includeOwned of [false, true]) {
        const page = await stores.runs.list({
          query: { labels: [label], includeOwned },
          limit: 10,
        });
        expect(page.runs.map(({ uid }) => uid)).toEqual(['uid-a']);
      }
      await stores.close();
    });

    it('go with the owner and the start of a run, which may change', async () => {
      const { db, stores } = await createTestStores(databaseId);
      const labels = { team: 'late' };
      const runs: MadeUpRun[] = Array.from({ length: 40 }, (_, index) => ({
        name: `run-${index}`,
        uid: `uid-${index}`,
        ago: 60 + index,
        seconds: 30,
        ...(index % 10 === 0 && { labels }),
      }));
      await storeRuns(stores, runs);
      await db.raw('analyze');
      const late = async (includeOwned: boolean) => {
        const label = {
          key: 'team',
          operator: 'in',
          values: ['late'],
        } as const;
        const page = await stores.runs.list({
          query: { labels: [label], includeOwned },
          limit: 10,
        });
        return page.runs.map(({ uid }) => uid);
      };
      expect(await late(false)).toEqual([
        'uid-0',
        'uid-10',
        'uid-20',
        'uid-30',
      ]);

      const change = (index: number, changed: Partial<MadeUpRun>) =>
        storeRuns(stores, [{ ...runs[index], ...changed, resourceVersion: 2 }]);
      await change(30, { ago: 1 });
      await change(10, { owner: 'uid-5' });
      expect(await late(false)).toEqual(['uid-30', 'uid-0', 'uid-20']);
      expect(await late(true)).toEqual(['uid-30', 'uid-0', 'uid-10', 'uid-20']);
      await stores.close();
    });

    it('are found by an index where runs are asked for one of dozens', async () => {
      const { db, stores } = await createTestStores(databaseId);
      const values = Array.from({ length: 80 }, (_, number) => `id-${number}`);
      await storeRuns(
        stores,
        values.map((event, ago) => ({
          name: event,
          uid: event,
          ago,
          seconds: 1,
          labels: { event },
        })),
      );
      const plans = await plansOf(db, async () => {
        for (const includeOwned of [false, true]) {
          const { runs } = await stores.runs.list({
            query: {
              labels: [{ key: 'event', operator: 'in', values }],
              includeOwned,
            },
            limit: 100,
          });
          expect(runs.map(({ uid }) => uid)).toEqual(values);
        }
      });
      expect(plans.join('\n')).not.toMatch(/unnest/);
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
