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
import { matchedRuns } from './matchedRuns';

jest.setTimeout(120_000);

/** The two oldest are slow, and of another pipeline. */
const HISTORY: MadeUpRun[] = Array.from({ length: 12 }, (_, index) => ({
  uid: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
  name: `run-${index}`,
  ago: 60 * index,
  outcome: 'True',
  seconds: index >= 10 ? 50 : 5,
  pipeline: index >= 10 ? 'old' : 'new',
}));
const OF_PIPELINE = (pipeline: string): RunQuery => ({
  fields: { pipeline: [pipeline] },
});
/** No index leads to these. */
const FAST: RunQuery = { maxDurationMs: 9_000 };
const SLOW: RunQuery = { minDurationMs: 9_000 };

describe.each(TESTED_DATABASES.eachSupportedId())(
  'runs to be counted on %s',
  id => {
    let db: Knex;
    let stores: Stores;

    beforeAll(async () => {
      ({ db, stores } = await createTestStores(id));
      await storeRuns(stores, HISTORY);
    });

    afterAll(() => stores.close());

    it.each([
      ['as many as there are', {}, 12, 12, true],
      ['one fewer than there are', {}, 11, 11, false],
      ['more than there are', {}, 13, 12, true],
      ['as many as match', OF_PIPELINE('new'), 10, 10, true],
      ['fewer than match', OF_PIPELINE('new'), 9, 9, false],
      ['all, of which some match', SLOW, 12, 2, true],
      ['one fewer, so that one is missed', SLOW, 11, 1, false],
      ['the newest, as no other matches', FAST, 10, 10, true],
      ['the newest, of which some match', FAST, 9, 9, false],
    ])('are all that match, or not: %s', async (...row) => {
      const [, query, maxRows, count, areAll] = row;
      // No object is read, so nothing else is asked of it.
      const context = {
        db,
        engine: id.startsWith('POSTGRES') ? 'postgres' : 'sqlite',
      } as FilterContext;
      const runs = await matchedRuns(context, query, maxRows);
      const rows: Array<{ seq: number | string }> =
        (await runs?.select(['r.seq'])) ?? [];
      expect(rows).toHaveLength(count);
      for (const windowRows of [1, 4, 11, 100]) {
        const inWindows = await matchedRuns(context, query, maxRows, {
          windowRows,
        });
        const cut = await inWindows?.inPieces(3);
        const found: Array<{ seq: number | string }> = [];
        for (const select of cut?.pieces ?? []) {
          const piece: typeof found = await select(['r.seq']);
          expect(piece.length).toBeLessThanOrEqual(3);
          found.push(...piece);
        }
        expect(found.map(({ seq }) => Number(seq)).sort()).toEqual(
          rows.map(({ seq }) => Number(seq)).sort(),
        );
        expect(await cut?.areAll()).toBe(areAll);
      }
      expect(await runs?.areAll(count)).toBe(areAll);
    });

    it('are not taken for all when one of them goes away meanwhile', async () => {
      const context = {
        db,
        engine: id.startsWith('POSTGRES') ? 'postgres' : 'sqlite',
      } as FilterContext;
      const runs = await matchedRuns(context, {}, 8);
      const cut = await runs?.inPieces(4);
      const gone = { run_name: 'run-0' };
      await db('records').where(gone).update({ capture_uid: null });
      expect(await cut?.areAll()).toBe(false);
      await db('records').where(gone).update({ capture_uid: HISTORY[0].uid });
    });
  },
);
