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
import { storeRuns } from '../../__testUtils__/madeUpRuns';
import type { Stores } from '../createStores';
import { engineOf } from '../filters/engine';
import type { ScanPosition } from '../filters/scanRows';
import { END_TIME } from './expirable';
import { scanTops } from './scanTops';

jest.setTimeout(60_000);

const RUNS = 12;
const OF_SECOND = { text: 'r.run_name like ?', bindings: ['%-second'] };

describe.each(TESTED_DATABASES.eachSupportedId())('scanTops on %s', id => {
  let db: Knex;
  let stores: Stores;

  beforeAll(async () => {
    ({ db, stores } = await createTestStores(id));
    await storeRuns(
      stores,
      Array.from({ length: RUNS }, (_, index) => ({
        uid: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
        name: `run-${RUNS - index}-${index % 2 ? 'second' : 'first'}`,
        ago: 60 * (index + 1),
        seconds: 10,
      })),
    );
  });

  afterAll(() => stores.close());

  it.each([undefined, 1, 5, 6, 100])(
    'finds what holds for few trees, oldest first, looking through %p at a time',
    async runsPerStatement => {
      for (const limit of [1, 4, 100]) {
        const names: Array<string | null> = [];
        let after: ScanPosition | undefined;
        do {
          const page = await scanTops(
            { db, engine: engineOf(db) },
            {
              scan: {},
              order: {
                column: END_TIME,
                direction: 'asc',
                isExpression: true,
              },
              narrow: () => {},
              group: select => select.whereNotNull('r.capture_uid'),
              ofTree: OF_SECOND,
              runsPerStatement,
              limit,
              after,
            },
          );
          names.push(...page.rows.map(({ run_name: name }) => name));
          after = page.next;
        } while (after);
        expect(names).toEqual(
          [1, 3, 5, 7, 9, 11].map(number => `run-${number}-second`),
        );
      }
    },
  );

  it.each([undefined, 1, 5, 100])(
    'finds runs of a group, newest first, looking through %p at a time',
    async runsPerStatement => {
      const found = [];
      let statements = 0;
      const count = () => {
        statements += 1;
      };
      db.on('query', count);
      let after: ScanPosition | undefined;
      do {
        const page = await scanTops(
          { db, engine: engineOf(db) },
          {
            scan: {},
            order: { column: 'r.list_time', direction: 'desc' },
            narrow: select => select.where('r.run_name', 'like', '%-second'),
            group: select => select.whereIn('r.root', [0, 1]),
            runsPerStatement,
            limit: 2,
            after,
          },
        );
        found.push(page.rows.map(({ run_name: name }) => name));
        after = page.next;
      } while (after);
      db.removeListener('query', count);
      expect(found).toEqual([
        ['run-11-second', 'run-9-second'],
        ['run-7-second', 'run-5-second'],
        ['run-3-second', 'run-1-second'],
      ]);
      expect(statements > RUNS).toBe(runsPerStatement === 1);
    },
  );
});
