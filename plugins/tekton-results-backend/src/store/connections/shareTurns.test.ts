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
import { countTurns } from '../../__testUtils__/countTurns';
import {
  createTestStores,
  TESTED_DATABASES,
} from '../../__testUtils__/databases';

jest.setTimeout(60_000);

/** Of statements that take a few ms each: more than one turn is long. */
const STATEMENTS = 40;

/** Takes a database a few ms. */
async function work(db: Knex): Promise<void> {
  await db.raw(
    `with recursive n (i) as (
       select 1 union all select i + 1 from n where i < 20000
     ) select max(i) from n`,
  );
}

describe.each(TESTED_DATABASES.eachSupportedId())(
  'shareTurns with %s',
  databaseId => {
    it('lets others have their turn between the statements of a request', async () => {
      const { db } = await createTestStores(databaseId);
      const turns = await countTurns(async () => {
        for (let done = 0; done < STATEMENTS; done++) {
          await work(db);
        }
      });
      expect(turns).toBeGreaterThan(1);
    });

    it('lets others have their turn between requests that come at once', async () => {
      const { db } = await createTestStores(databaseId);
      const turns = await countTurns(() =>
        Promise.all(Array.from({ length: STATEMENTS }, () => work(db))),
      );
      expect(turns).toBeGreaterThan(1);
    });

    it('lets others have their turn within a transaction', async () => {
      const { db } = await createTestStores(databaseId);
      const turns = await countTurns(() =>
        db.transaction(async tx => {
          for (let done = 0; done < STATEMENTS; done++) {
            await work(tx);
          }
        }),
      );
      expect(turns).toBeGreaterThan(1);
    });
  },
);
