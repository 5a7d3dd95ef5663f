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

import { setImmediate } from 'timers/promises';
import type { Knex } from 'knex';
import {
  createTestStores,
  TESTED_DATABASES,
  TEST_NOW,
} from '../../__testUtils__/databases';
import {
  lastRecordedEvents,
  testScope,
} from '../../__testUtils__/recordedRuns';
import type { CapturedRun } from '../CapturedRun';
import type { UnfinishedStates } from '../CaptureStore';
import { UnfinishedRuns } from './UnfinishedRuns';

jest.setTimeout(60_000);

const scope = testScope('taskruns', 'TaskRun');
const [{ captured: recorded }] = lastRecordedEvents().filter(
  ({ captured }) => captured.facts.kind === 'TaskRun',
);

function run(
  uid: string,
  version: number,
  status: CapturedRun['facts']['status'] = 'running',
): CapturedRun {
  return {
    ...recorded,
    resourceVersion: version,
    sighting: 'changed',
    facts: { ...recorded.facts, uid, name: `run-${uid}`, status },
    group: { parent: 'shop', result: uid, record: uid },
  };
}

function kept(...keep: CapturedRun[]): { unfinished: UnfinishedStates } {
  return { unfinished: { keep, forget: [] } };
}

describe.each(TESTED_DATABASES.eachSupportedId())(
  'runs without Records, with %s',
  databaseId => {
    const open = () => createTestStores(databaseId);

    const stateOf = async (db: Knex) =>
      db('records')
        .orderBy('capture_uid')
        .select('capture_uid', 'status', 'resource_version')
        .then(rows =>
          rows.map(
            row => `${row.capture_uid} ${row.status} ${row.resource_version}`,
          ),
        );

    it('are not seen, yet known to be in the cluster, where every state of them is news', async () => {
      const { stores, db } = await open();
      await stores.capture.record(
        scope,
        [run('a', 3)],
        kept(run('b', 4), run('c', 5)),
      );
      expect(await stateOf(db)).toEqual(['a running 3']);
      expect(Object.fromEntries(await stores.capture.liveRuns(scope))).toEqual({
        a: 3,
        b: -1,
        c: -1,
      });
      const others = { ...scope, kind: 'CustomRun' } as const;
      expect(await stores.capture.liveRuns(others)).toEqual(new Map());
      const elsewhere = { ...scope, namespace: 'elsewhere' };
      expect(await stores.capture.liveRuns(elsewhere)).toEqual(new Map());
    });

    it('get their Records in the newest state when they are gone, and are told of once', async () => {
      const { stores, db } = await open();
      await stores.capture.record(scope, [], {
        ...kept(run('b', 4)),
        resumePoint: '4',
      });
      await stores.capture.record(scope, [], kept(run('b', 6), run('c', 12)));
      await stores.capture.record(scope, [], kept(run('b', 5)));

      const list = { listVersion: 9 };
      const uids = ['b', 'c', 'never'];
      expect(await stores.capture.markGone(scope, uids, list)).toEqual([
        {
          kind: 'TaskRun',
          namespace: recorded.facts.namespace,
          recorded: run('b', 6),
        },
      ]);
      expect(await stateOf(db)).toEqual(['b incomplete 6']);
      const { runs } = await stores.runs.list({
        query: { includeOwned: true },
        limit: 9,
      });
      expect(runs).toMatchObject([
        { uid: 'b', goneAt: new Date(TEST_NOW).toISOString() },
      ]);
      expect(await stores.runs.get(runs[0])).toMatchObject({
        lastSeenTime: TEST_NOW,
      });
      expect(await stores.capture.markGone(scope, uids, list)).toEqual([]);
      expect([...(await stores.capture.liveRuns(scope)).keys()]).toEqual(['c']);
    });

    it('have no last state but that of their Record once they have one', async () => {
      const { stores, db } = await open();
      await stores.capture.record(scope, [], kept(run('a', 3), run('b', 4)));
      await stores.capture.record(scope, [run('a', 5, 'succeeded')], {
        unfinished: { keep: [], forget: ['a'] },
      });
      // Nobody said that it is not needed any more, as when settings changed.
      await stores.capture.record(scope, [run('b', 6, 'succeeded')]);

      const list = { listVersion: 9 };
      expect(await stores.capture.markGone(scope, ['a', 'b'], list)).toEqual(
        [],
      );
      expect(await stateOf(db)).toEqual(['a succeeded 5', 'b succeeded 6']);
      expect(await db('unfinished_runs')).toEqual([]);
    });

    it('are kept anew when the cluster counts anew', async () => {
      const { stores } = await open();
      await stores.capture.record(scope, [], kept(run('a', 900)));
      await stores.capture.record(scope, [], {
        ...kept(run('a', 7)),
        regressed: true,
      });
      expect(
        await stores.capture.markGone(scope, ['a'], { listVersion: 9 }),
      ).toMatchObject([{ recorded: { resourceVersion: 7 } }]);
    });

    it('are not waited for without end', async () => {
      const { stores } = await open();
      const uids = jest
        .spyOn(UnfinishedRuns.prototype, 'uids')
        .mockReturnValue(new Promise(() => {}));
      jest.useFakeTimers({
        doNotFake: ['Date', 'nextTick', 'performance', 'setImmediate'],
      });
      const outcome = stores.capture.liveRuns(scope).then(() => 'ok', String);
      while (uids.mock.calls.length === 0) {
        await setImmediate();
      }
      await jest.advanceTimersByTimeAsync(30_000);
      expect(await outcome).toContain('has not answered for 30 s');
      jest.useRealTimers();
      uids.mockRestore();
    });

    it('are kept along with the resume point, or not at all', async () => {
      const { stores, db } = await open();
      const lease = { name: 'watch/x', holder: 'somebody', epoch: 1 };
      await expect(
        stores.capture.record(scope, [], {
          ...kept(run('a', 3)),
          resumePoint: '3',
          lease,
        }),
      ).rejects.toThrow();
      expect(await db('unfinished_runs')).toEqual([]);
      expect(await stores.capture.resumePoint(scope)).toBeUndefined();
    });
  },
);
