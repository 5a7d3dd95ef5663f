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
import { engineOf } from '../filters/engine';
import { withoutWorkers } from './withoutWorkers';

jest.setTimeout(60_000);

it.each(TESTED_DATABASES.eachSupportedId())(
  'keeps %s from starting workers, as long as the work takes',
  async id => {
    const db = await TESTED_DATABASES.init(id);
    const engine = engineOf(db);
    const workers = async (knex: Knex) => {
      if (engine === 'sqlite') {
        return '0';
      }
      const { rows } = await knex.raw('show max_parallel_workers_per_gather');
      return rows[0].max_parallel_workers_per_gather;
    };
    const before = await workers(db);
    expect(
      await withoutWorkers({ db, engine }, context => workers(context.db)),
    ).toBe('0');
    await expect(
      withoutWorkers({ db, engine }, async () => {
        throw new Error('failed');
      }),
    ).rejects.toThrow('failed');
    expect(await workers(db)).toBe(before);
  },
);
