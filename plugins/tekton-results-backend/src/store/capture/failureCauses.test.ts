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
  POSTGRES_DATABASES,
  TEST_NOW,
} from '../../__testUtils__/databases';
import { storeRuns } from '../../__testUtils__/madeUpRuns';
import { toDbTime } from '../tables';
import { updateFailureCauses } from './failureCauses';

jest.setTimeout(60_000);

const OWNER = 'owner';
/** The one that failed first, and another. */
const TASKS = ['build', 'test'];

describe.each(POSTGRES_DATABASES)('updateFailureCauses on %s', id => {
  /** Lets a task fail that is stored, within a transaction. */
  async function fail(tx: Knex.Transaction, task: string) {
    const run_completion_time = toDbTime(
      TEST_NOW + TASKS.indexOf(task) * 1_000,
    );
    await tx('records')
      .where({ capture_uid: task })
      .update({ status: 'failed', run_completion_time });
  }

  function causes(tx: Knex.Transaction, task: string) {
    const facts = {
      kind: 'TaskRun',
      uid: task,
      ownerUid: OWNER,
      status: 'failed',
    };
    return updateFailureCauses(tx, { cluster: 'test', runs: [facts as never] });
  }

  it.each([
    ['in order', TASKS],
    ['the other way round', [...TASKS].reverse()],
  ])(
    'finds the first of tasks that fail in transactions at the same time, %s',
    async (_, [first, second]) => {
      const { db, stores } = await createTestStores(id);
      await storeRuns(stores, [
        { name: 'p', uid: OWNER, outcome: 'False', ago: 100, seconds: 50 },
        ...TASKS.map(task => ({
          name: task,
          uid: task,
          task,
          kind: 'TaskRun' as const,
          outcome: 'Unknown' as const,
          ago: 90,
          owner: OWNER,
        })),
      ]);
      const transactions = [await db.transaction(), await db.transaction()];
      await fail(transactions[0], first);
      await fail(transactions[1], second);
      await causes(transactions[0], first);
      const later = causes(transactions[1], second);
      // Until it waits for the other.
      await db.raw('select pg_sleep(0.3)');
      await transactions[0].commit();
      await later;
      await transactions[1].commit();
      expect(
        await db('records').where({ capture_uid: OWNER }).pluck('failed_task'),
      ).toEqual(['build']);
    },
  );
});
