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
import { storeRuns, type MadeUpRun } from '../../__testUtils__/madeUpRuns';
import type { FilterContext } from '../filters/filterContext';
import type { Stores } from '../createStores';
import type { RunQuery } from '../RunStore';
import { countFacets } from './countFacets';
import { sumRuns } from './sumRuns';

jest.setTimeout(120_000);

const RUNS = 60;

const pick = <T>(values: readonly T[], index: number): T =>
  values[index % values.length];

const HISTORY: MadeUpRun[] = Array.from({ length: RUNS }, (_, index) => ({
  uid: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
  name: `run-${index}`,
  ago: 60 * index,
  outcome: pick(['True', 'False', 'True', 'Unknown'] as const, index),
  seconds: pick([10, 20, 30, undefined, 0, 5, 70], index * 5),
  pipeline: pick(['a', 'b', 'c', 'd', undefined], index * 3),
  branch: pick(['main', 'feat/x', 'feat/y', undefined], index * 7),
  labels: pick<Record<string, string> | undefined>(
    [{ app: 'one' }, { app: 'two', team: 'x' }, { team: 'y' }, undefined],
    index,
  ),
  owner: index % 6 === 5 ? 'owner' : undefined,
}));

const QUERIES: ReadonlyArray<[string, RunQuery]> = [
  ['all', {}],
  ['also of owned ones', { includeOwned: true }],
  ['of a pipeline', { fields: { pipeline: ['a'] } }],
  ['of a label', { labels: [{ key: 'team', operator: 'exists' }] }],
  ['to which no index leads', { minDurationMs: 6_000 }],
  ['of which there is none', { fields: { pipeline: ['none'] } }],
];

describe.each(TESTED_DATABASES.eachSupportedId())(
  'runs that are counted piece by piece on %s',
  id => {
    let db: Knex;
    let stores: Stores;
    let context: FilterContext;

    beforeAll(async () => {
      ({ db, stores } = await createTestStores(id));
      await storeRuns(stores, HISTORY);
      // No object is read, so nothing else is asked of it.
      context = {
        db,
        engine: id.startsWith('POSTGRES') ? 'postgres' : 'sqlite',
      } as FilterContext;
    });

    afterAll(() => stores.close());

    describe.each(QUERIES)('%s', (_, query) => {
      it('have the facets that they have at once', async () => {
        for (const limit of [2, 100]) {
          const options = {
            query,
            facets: [
              'status',
              'pipeline',
              'branch',
              'namespace',
              'label',
              'label:app',
            ] as const,
            limit,
          };
          const atOnce = await countFacets(context, {
            ...options,
            pieceRows: RUNS + 1,
          });
          for (const pieceRows of [1, 7, RUNS]) {
            expect(
              await countFacets(context, { ...options, pieceRows }),
            ).toEqual(atOnce);
          }
          expect(await stores.runAggregates.facets(options)).toEqual(atOnce);
        }
      });

      it('add up to what they add up to at once', async () => {
        const atOnce = await sumRuns(context, query, { pieceRows: RUNS + 1 });
        for (const pieceRows of [1, 7, RUNS]) {
          expect(await sumRuns(context, query, { pieceRows })).toEqual(atOnce);
        }
        expect(await stores.runAggregates.statistics(query)).toEqual(atOnce);
      });
    });
  },
);
