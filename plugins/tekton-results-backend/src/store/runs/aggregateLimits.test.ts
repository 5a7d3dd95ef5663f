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
import { TESTED_DATABASES } from '../../__testUtils__/databases';
import { countedInTime, sampledInTime } from './aggregateLimits';

jest.setTimeout(60_000);

const TOO_LONG = 'select pg_sleep(30)';
const AT_ONCE = 'select 1';

describe.each(TESTED_DATABASES.eachSupportedId())('counting on %s', id => {
  const engine = id.startsWith('POSTGRES') ? 'postgres' : 'sqlite';
  let db: Knex;

  beforeAll(async () => {
    db = await TESTED_DATABASES.init(id);
  });

  const counting =
    (isLong: (maxRows: number) => boolean) =>
    async (context: { db: Knex }, maxRows: number) => {
      const long = engine === 'postgres' && isLong(maxRows);
      await context.db.raw(long ? TOO_LONG : AT_ONCE);
      return maxRows;
    };

  it('looks at many runs, or at a sample', async () => {
    const count = counting(() => false);
    expect(await countedInTime({ db, engine }, count)).toBe(
      { postgres: 50_000, sqlite: 10_000 }[engine],
    );
    expect(await sampledInTime({ db, engine }, count)).toBe(
      { postgres: 5_000, sqlite: 2_000 }[engine],
    );
  });

  it('prefers indexes as long as it counts', async () => {
    const cost = async (knex: Knex) => {
      if (engine === 'sqlite') {
        return undefined;
      }
      const { rows } = await knex.raw('show random_page_cost');
      return rows[0].random_page_cost;
    };
    const before = await cost(db);
    const costs = [
      await countedInTime({ db, engine }, context => cost(context.db)),
      await sampledInTime({ db, engine }, context => cost(context.db)),
    ];
    const preferred = engine === 'sqlite' ? undefined : '1.1';
    expect(costs).toEqual([preferred, preferred]);
    expect(await cost(db)).toBe(before);
  });

  it('looks at a sample where many take too long', async () => {
    const count = counting(maxRows => maxRows > 10_000);
    expect(await countedInTime({ db, engine }, count)).toBe(
      { postgres: 5_000, sqlite: 10_000 }[engine],
    );
  });

  it('gives up where even that takes too long, and says what helps', async () => {
    const outcome = await countedInTime(
      { db, engine },
      counting(() => true),
    ).catch(error => `${error}`);
    expect(outcome).toEqual(
      {
        postgres:
          'ServiceUnavailableError: To count these runs takes too long; narrow them, such as by time',
        sqlite: 10_000,
      }[engine],
    );
  });

  it('passes on what else goes wrong', async () => {
    const count = async () => {
      throw new Error('broken');
    };
    await expect(countedInTime({ db, engine }, count)).rejects.toThrow(
      'broken',
    );
  });
});
