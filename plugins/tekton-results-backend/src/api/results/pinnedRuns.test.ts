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

import { FakeLogs } from '../../__testUtils__/FakeLogs';
import { TESTED_DATABASES } from '../../__testUtils__/databases';
import { storeRuns } from '../../__testUtils__/madeUpRuns';
import { eventListName } from '../../store';
import { base64, openApi, RESULT } from './__testUtils__/openApi';

jest.setTimeout(60_000);

const REFUSED = {
  status: 400,
  body: {
    code: 9,
    message:
      'it belongs to a pinned run: unpin that first, with DELETE /api/tekton-results/v1/runs/{cluster}/{uid}/pin',
  },
};
const DONE = { status: 200, body: {} };

const old = { cluster: 'prod', ago: 3_600, seconds: 60 };
const child = { ...old, kind: 'TaskRun', owner: 'uid-a' } as const;

describe.each(TESTED_DATABASES.eachSupportedId())(
  'deleting pinned runs over the Results API on %s',
  databaseId => {
    let api: Awaited<ReturnType<typeof openApi>>;
    const logs = new FakeLogs();

    beforeEach(async () => {
      logs.clear();
      api = await openApi(databaseId, { logs: logs.store });
      await storeRuns(api.stores, [
        { ...old, name: 'a', uid: 'uid-a' },
        { ...child, name: 'a1', uid: 'uid-a1' },
        { ...child, name: 'a2', uid: 'uid-a2' },
        { ...old, name: 'b', uid: 'uid-b' },
      ]);
    });

    afterEach(() => api.close());

    const pin = (uid: string) =>
      api.stores.pins.pin({
        cluster: 'prod',
        uid,
        actor: 'user:default/jo',
        reason: 'evidence',
      });

    /** Where the Record of a run is. */
    async function pathOf(uid: string) {
      const [{ result, name }] = await api
        .db('records as r')
        .join('results as g', 'g.seq', 'r.result_seq')
        .where('r.capture_uid', uid)
        .select('g.name as result', 'r.name');
      return {
        result: `shop/results/${result}`,
        record: `shop/results/${result}/records/${name}`,
        log: `shop/results/${result}/logs/${name}`,
      };
    }

    it.each(['uid-a', 'uid-a1'])(
      'is refused for all that belongs to %s',
      async pinned => {
        await pin(pinned);
        for (const uid of ['uid-a', 'uid-a1', 'uid-a2']) {
          const { record, result } = await pathOf(uid);
          expect(await api.remove(record)).toEqual(REFUSED);
          expect(await api.remove(result)).toEqual(REFUSED);
        }
        const other = await pathOf('uid-b');
        expect(await api.remove(other.record)).toEqual(DONE);
        expect(await api.remove(other.result)).toEqual(DONE);
        expect(
          await api.db('records').orderBy('capture_uid').pluck('capture_uid'),
        ).toEqual(['uid-a', 'uid-a1', 'uid-a2']);

        await api.stores.pins.unpin({ cluster: 'prod', uid: pinned });
        const { record, result } = await pathOf('uid-a');
        expect(await api.remove(record)).toEqual(DONE);
        expect(await api.remove(result)).toEqual(DONE);
        expect(await api.db('records').pluck('capture_uid')).toEqual([]);
      },
    );

    it('is refused for what tells of them beside their Records', async () => {
      const { result } = await pathOf('uid-a');
      const [{ uid }] = await api.db('results').where({
        name: result.split('/').at(-1),
      });
      for (const name of [eventListName(uid, 'uid-a1'), 'other']) {
        const { status } = await api.post(`${result}/records`, {
          name: `${result}/records/${name}`,
          data: {
            type: 'results.tekton.dev/v1.EventList',
            value: base64('{}'),
          },
        });
        expect(status).toBe(200);
      }
      await pin('uid-a');
      const told = `${result}/records/${eventListName(uid, 'uid-a1')}`;
      expect(await api.remove(told)).toEqual(REFUSED);
      expect(await api.remove(`${result}/records/other`)).toEqual(DONE);
    });

    it('is refused for their logs, which keep their text', async () => {
      logs.add('prod', { runUid: 'uid-a1', container: 'step-x', text: 'x\n' });
      await pin('uid-a');
      const { log } = await pathOf('uid-a1');
      expect(await api.remove(log)).toEqual(REFUSED);
      expect(await logs.store.logsOf('prod', ['uid-a1'])).toMatchObject([
        { state: 'stored', segments: 1 },
      ]);

      await api.stores.pins.unpin({ cluster: 'prod', uid: 'uid-a' });
      expect(await api.remove(log)).toEqual(DONE);
      expect(await logs.store.logsOf('prod', ['uid-a1'])).toMatchObject([
        { state: 'expired', segments: 0 },
      ]);
    });

    it('is not refused for what a pinned run has nothing to do with', async () => {
      await pin('uid-a');
      await api.create();
      expect(await api.remove(RESULT)).toEqual(DONE);
    });

    it('removes nothing of runs that are said to own each other', async () => {
      await storeRuns(api.stores, [
        { ...old, name: 'x', uid: 'uid-x', owner: 'uid-y' },
        { ...old, name: 'y', uid: 'uid-y', owner: 'uid-x' },
      ]);
      await pin('uid-x');
      for (const uid of ['uid-x', 'uid-y']) {
        expect(await api.remove((await pathOf(uid)).record)).toEqual(REFUSED);
      }
    });
  },
);
