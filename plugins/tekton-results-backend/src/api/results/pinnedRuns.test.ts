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

import type { JsonObject } from '@backstage/types';
import { FakeLogs } from '../../__testUtils__/FakeLogs';
import { TESTED_DATABASES } from '../../__testUtils__/databases';
import { storeRuns } from '../../__testUtils__/madeUpRuns';
import { EVERYTHING, eventListName } from '../../store';
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
/** An object with other values, at the top and in its metadata. */
function merged(object: JsonObject, changes: { metadata?: object }) {
  return {
    ...object,
    ...changes,
    metadata: { ...(object.metadata as object), ...changes.metadata },
  };
}

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

describe.each(TESTED_DATABASES.eachSupportedId())(
  'changing Records of pinned runs over the Results API on %s',
  databaseId => {
    let api: Awaited<ReturnType<typeof openApi>>;

    beforeEach(async () => {
      api = await openApi(databaseId);
      await storeRuns(api.stores, [
        { ...old, name: 'a', uid: 'uid-a' },
        { ...child, name: 'a1', uid: 'uid-a1' },
        { ...old, name: 'b', uid: 'uid-b' },
      ]);
    });

    afterEach(() => api.close());

    const ref = (uid: string) => ({ cluster: 'prod', uid });
    const pin = (uid: string) =>
      api.stores.pins.pin({
        ...ref(uid),
        actor: 'user:default/jo',
        reason: '',
      });

    /** The Record of a run, and its object. */
    async function stored(uid: string) {
      const run = await api.stores.runs.get(ref(uid));
      if (!run) {
        throw new Error(`${uid} is not stored`);
      }
      return { path: run.record, type: run.dataType, object: run.payload };
    }

    async function change(uid: string, changes: object) {
      const { path, type, object } = await stored(uid);
      const changed = merged(object, changes);
      return api.patch(path, {
        data: { type, value: base64(JSON.stringify(changed)) },
      });
    }

    /** What a job would remove of what it may. */
    async function expire() {
      const { retention } = api.stores;
      const { runs } = await retention.expiring(
        { within: EVERYTHING },
        { limit: 10 },
      );
      await retention.remove(runs, { policy: 'all' });
      return api.db('records').orderBy('run_uid').pluck('run_uid');
    }

    const OTHER_RUN = { metadata: { uid: 'uid-c', name: 'c' } };

    it.each([
      ['another run', OTHER_RUN],
      ['no run', { kind: 'Thing' }],
      ['one of another namespace', { metadata: { namespace: 'other' } }],
      [
        'one that another owns',
        {
          metadata: {
            ownerReferences: [{ kind: 'PipelineRun', name: 'b', uid: 'uid-b' }],
          },
        },
      ],
      ['one that nothing owns', { metadata: { ownerReferences: [] } }],
    ])('does not make %s of them, nor lets them go', async (_, changes) => {
      for (const pinned of ['uid-a', 'uid-a1']) {
        await pin(pinned);
        const { object } = await stored('uid-a1');
        expect(await change('uid-a1', changes)).toEqual(REFUSED);
        expect((await stored('uid-a1')).object).toEqual(object);
        await api.stores.pins.unpin(ref(pinned));
      }
      await pin('uid-a');
      expect(await expire()).toEqual(['uid-a', 'uid-a1']);
      await api.stores.pins.unpin(ref('uid-a'));
      expect(await change('uid-a1', changes)).toMatchObject({ status: 200 });
    });

    it('does not make another run of that which is pinned itself', async () => {
      await pin('uid-a');
      expect(await change('uid-a', OTHER_RUN)).toEqual(REFUSED);
      expect(await expire()).toEqual(['uid-a', 'uid-a1']);
      expect(await api.stores.pins.get(ref('uid-a'))).toBeDefined();
    });

    it('may tell their newer states, under whatever type', async () => {
      await pin('uid-a');
      const changes = {
        metadata: { resourceVersion: '7', labels: { a: 'b' } },
        status: { conditions: [{ type: 'Succeeded', status: 'False' }] },
      };
      for (const uid of ['uid-a', 'uid-a1']) {
        expect(await change(uid, changes)).toMatchObject({ status: 200 });
      }
      const { path } = await stored('uid-a1');
      expect(
        await api.patch(path, { data: { type: 'tekton.dev/v1beta1.TaskRun' } }),
      ).toMatchObject({ status: 200 });
      expect(await expire()).toEqual(['uid-a', 'uid-a1']);
    });

    it('does not make something else of what tells of them', async () => {
      const { path } = await stored('uid-a');
      const result = path.slice(0, path.lastIndexOf('/records/'));
      const [{ uid }] = await api
        .db('results')
        .where({ name: result.split('/').at(-1) });
      const events = `${result}/records/${eventListName(uid, 'uid-a')}`;
      const type = 'results.tekton.dev/v1.EventList';
      const told = await api.post(`${result}/records`, {
        name: events,
        data: { type, value: base64('{"items":[]}') },
      });
      expect(told.status).toBe(200);
      await pin('uid-a');
      for (const data of [
        { type: 'any' },
        { type, value: base64(JSON.stringify((await stored('uid-b')).object)) },
      ]) {
        expect(await api.patch(events, { data })).toEqual(REFUSED);
      }
      expect(
        await api.patch(events, {
          data: { type, value: base64('{"items":[1]}') },
        }),
      ).toMatchObject({ status: 200 });
    });

    it('does not make them what tells of a run that goes', async () => {
      const { path, type, object } = await stored('uid-b');
      const result = path.slice(0, path.lastIndexOf('/records/'));
      const [{ uid }] = await api
        .db('results')
        .where({ name: result.split('/').at(-1) });
      const name = `${result}/records/${eventListName(uid, 'uid-b')}`;
      const posted = merged(object, OTHER_RUN);
      await api.post(`${result}/records`, {
        name,
        data: { type, value: base64(JSON.stringify(posted)) },
      });
      const asEvents = { type: 'results.tekton.dev/v1.EventList' };
      expect(await api.patch(name, { data: asEvents })).toMatchObject({
        status: 200,
      });
      await pin('uid-c');
      expect(await expire()).toEqual(['uid-c']);
    });
  },
);
