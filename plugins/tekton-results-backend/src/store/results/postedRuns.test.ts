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
import type { Knex } from 'knex';
import {
  createTestStores,
  TESTED_DATABASES,
  TEST_NOW,
} from '../../__testUtils__/databases';
import {
  lastRecordedEvents,
  recordedRunEvents,
  TEST_CLUSTER,
} from '../../__testUtils__/recordedRuns';
import { storeContent } from '../../__testUtils__/storeContent';
import { EVERYTHING } from '../AccessFilter';
import type { CapturedRun } from '../CapturedRun';
import type { Stores } from '../createStores';
import type { RecordName } from '../ResultWriter';

jest.setTimeout(60_000);

const DAY_MS = 24 * 60 * 60_000;
const events = lastRecordedEvents();

function recorded(name: string) {
  const found = events.find(({ captured }) => captured.facts.name === name);
  if (!found) {
    throw new Error(`${name} is not recorded`);
  }
  return found;
}

function placeOf({ group }: CapturedRun): RecordName {
  return { cluster: TEST_CLUSTER, ...group };
}

/** A client does not say whether a run is still in its cluster; a list tells. */
function withoutPresence(row: object) {
  return { ...row, gone_time: null, last_seen_time: null };
}

/** What a client posts counts as older than what the cluster sends. */
function withoutVersion(row: object) {
  return { ...row, resource_version: null };
}

describe.each(TESTED_DATABASES.eachSupportedId())(
  'runs that clients post on %s',
  databaseId => {
    let db: Knex;
    let stores: Stores;

    beforeEach(async () => {
      ({ db, stores } = await createTestStores(databaseId));
    });

    async function post(
      name: RecordName,
      type: string,
      payload: JsonObject,
    ): Promise<void> {
      await stores.writer.createResult(name, { annotations: {} });
      const json = Buffer.from(JSON.stringify(payload));
      const outcome = await stores.writer.createRecord(name, {
        type,
        json,
        payload,
      });
      expect(outcome.refused).toBeUndefined();
    }

    /** The rows that hold a run, by the name of the Record. */
    async function rows() {
      return db('records')
        .orderBy('seq')
        .select('name', 'capture_uid', 'run_name', 'kind', 'status');
    }

    it('end in the same rows as runs that the watcher captures', async () => {
      const captured = await createTestStores(databaseId);
      for (const event of events) {
        await captured.stores.capture.record(event.scope, [event.captured]);
        const { dataType, payload } = event.captured;
        await post(placeOf(event.captured), dataType, payload);
      }
      const expected = await storeContent(captured.db);
      const content = await storeContent(db);
      expect(content.attributes).toEqual(expected.attributes);
      const comparable = (row: object) => withoutVersion(withoutPresence(row));
      expect(content.records.map(comparable)).toEqual(
        expected.records.map(comparable),
      );
      expect(await stores.runs.list({ query: {}, limit: 100 })).toMatchObject({
        runs: { length: 15 },
      });
    });

    it('lack nothing when the watcher comes upon a state that was posted', async () => {
      const expected = await createTestStores(databaseId);
      for (const { scope, captured } of events) {
        const { dataType, payload } = captured;
        await post(placeOf(captured), dataType, payload);
        await stores.capture.record(scope, [captured]);
        await expected.stores.capture.record(scope, [captured]);
      }
      const content = await storeContent(db);
      const wanted = await storeContent(expected.db);
      expect(content.records.map(withoutPresence)).toEqual(
        wanted.records.map(withoutPresence),
      );
      expect(content.results).toEqual(wanted.results);
    });

    it('tell of their ends in Results that the watcher has summarized before', async () => {
      const states = recordedRunEvents().filter(
        ({ captured }) => captured.facts.name === 'lint-evt',
      );
      const [{ scope, captured: first }] = states;
      const { captured: last } = states[states.length - 1];
      await stores.capture.record(scope, [first]);
      const { payload } = last;
      await stores.writer.updateRecord(placeOf(first), {
        data: { json: Buffer.from(JSON.stringify(payload)), payload },
      });
      const known = await stores.capture.liveRuns(scope);
      expect(known.get(last.facts.uid)).not.toBe(last.resourceVersion);
      await stores.capture.record(scope, [{ ...last, sighting: 'listed' }]);
      const result = await stores.results.getResult({}, placeOf(first));
      expect(result?.summary).toMatchObject({
        status: 'SUCCESS',
        endTime: last.facts.completedAt,
      });
    });

    it('are no news to the watcher in the state that it has stored itself', async () => {
      const { scope, captured } = recorded('lint-evt');
      await stores.capture.record(scope, [captured]);
      const { payload } = captured;
      await stores.writer.updateRecord(placeOf(captured), {
        data: { json: Buffer.from(JSON.stringify(payload)), payload },
      });
      expect(await stores.capture.liveRuns(scope)).toEqual(
        new Map([[captured.facts.uid, captured.resourceVersion]]),
      );
    });

    it('end in the same rows whichever of both comes first, or at once', async () => {
      const expected = await createTestStores(databaseId);
      for (const { scope, captured } of events) {
        await expected.stores.capture.record(scope, [captured]);
      }
      const capture = async (offset: number) => {
        for (let index = 0; index < events.length; index += 1) {
          const { scope, captured } = events[(index + offset) % events.length];
          await stores.capture.record(scope, [captured]);
        }
      };
      const postAll = async () => {
        for (const { captured } of events) {
          const { dataType, payload } = captured;
          const name = placeOf(captured);
          const json = Buffer.from(JSON.stringify(payload));
          await stores.writer.createResult(name, { annotations: {} });
          await stores.writer.createRecord(name, {
            type: dataType,
            json,
            payload,
          });
          await stores.writer.updateRecord(name, { data: { json, payload } });
        }
      };
      await Promise.all([capture(0), postAll(), capture(20), postAll()]);
      const content = await storeContent(db);
      const wanted = await storeContent(expected.db);
      expect(content.records.map(withoutPresence)).toEqual(
        wanted.records.map(withoutPresence),
      );
      expect(content.results).toEqual(wanted.results);
      expect(content.attributes).toEqual(wanted.attributes);
    });

    it('are brought up to date by the watcher', async () => {
      const states = recordedRunEvents().filter(
        ({ captured }) => captured.facts.name === 'lint-evt',
      );
      const [first] = states;
      const last = states[states.length - 1];
      const { dataType, payload } = first.captured;
      const name = placeOf(first.captured);
      await post({ ...name, record: 'other-name' }, dataType, payload);
      await stores.capture.record(last.scope, [last.captured]);
      expect(await rows()).toEqual([
        {
          name: 'other-name',
          capture_uid: last.captured.facts.uid,
          run_name: 'lint-evt',
          kind: last.captured.facts.kind,
          status: last.captured.facts.status,
        },
      ]);
      const result = await stores.results.getResult({}, name);
      expect(result?.summary?.record).toMatch(/other-name$/);
    });

    it.each<[string, JsonObject]>([
      ['is no run', { any: 'thing' }],
      ['is another run', recorded('scan-evt').captured.payload],
    ])(
      'give way to a run in whose place there is what %s',
      async (_, payload) => {
        const { scope, captured } = recorded('lint-evt');
        await post(placeOf(captured), 'any', payload);
        await stores.capture.record(scope, [captured]);
        expect(await rows()).toEqual([
          {
            name: captured.group.record,
            capture_uid: captured.facts.uid,
            run_name: 'lint-evt',
            kind: captured.facts.kind,
            status: captured.facts.status,
          },
        ]);
        const other = recorded('scan-evt');
        await stores.capture.record(other.scope, [other.captured]);
        expect((await stores.runs.list({ query: {}, limit: 5 })).runs).toEqual(
          expect.arrayContaining([
            expect.objectContaining({ name: 'lint-evt' }),
            expect.objectContaining({ name: 'scan-evt' }),
          ]),
        );
      },
    );

    it('are shown once, by another Record when the first is removed', async () => {
      const { captured } = recorded('lint-evt');
      const name = placeOf(captured);
      const { dataType, payload } = captured;
      await post(name, dataType, payload);
      await post({ ...name, record: 'copy' }, dataType, payload);
      await post({ ...name, result: 'r2' }, dataType, payload);
      const shown = async () =>
        (await stores.runs.list({ query: {}, limit: 5 })).runs.length;
      const holder = () =>
        db('records').whereNotNull('capture_uid').pluck('name');

      expect(await shown()).toBe(1);
      await stores.writer.deleteRecord(name);
      expect(await shown()).toBe(1);
      expect(await holder()).toEqual(['copy']);
      await stores.writer.updateRecord(
        { ...name, record: 'copy' },
        { data: { json: Buffer.from('{}'), payload: {} } },
      );
      expect(await shown()).toBe(1);
      expect(await holder()).toEqual([name.record]);
      await stores.writer.deleteResult({ ...name, result: 'r2' });
      expect(await shown()).toBe(0);
    });

    it('stay gone, and incomplete if they had not ended', async () => {
      const [{ scope, captured }] = recordedRunEvents().filter(
        event => event.captured.facts.name === 'slow-timeout',
      );
      await stores.capture.record(scope, [
        { ...captured, sighting: 'deleted' },
      ]);
      const { payload } = captured;
      await stores.writer.updateRecord(placeOf(captured), {
        data: { json: Buffer.from(JSON.stringify(payload)), payload },
      });
      const run = await stores.runs.get({
        cluster: TEST_CLUSTER,
        uid: captured.facts.uid,
      });
      expect(run?.summary).toMatchObject({
        status: 'incomplete',
        goneAt: expect.any(String),
      });
    });

    it('go on where an import knew of no end, until nobody writes of them', async () => {
      const name = { cluster: TEST_CLUSTER, parent: 'shop', result: 'r' };
      const created = TEST_NOW - 40 * DAY_MS;
      const dataOf = (version: number) => {
        const payload = {
          apiVersion: 'tekton.dev/v1',
          kind: 'PipelineRun',
          metadata: {
            name: 'long',
            namespace: 'shop',
            uid: 'uid-long',
            resourceVersion: String(version),
            creationTimestamp: new Date(created).toISOString(),
          },
          spec: {},
          status: {
            conditions: [
              { type: 'Succeeded', status: 'Unknown', reason: 'Running' },
            ],
          },
        };
        const json = Buffer.from(JSON.stringify(payload));
        return { type: 'tekton.dev/v1.PipelineRun', payload, json };
      };
      await stores.writer.createResult(name, { annotations: {} });
      await stores.importer.importRecords(
        [
          {
            name: { ...name, record: 'long' },
            createTime: created,
            updateTime: created,
            data: dataOf(5),
          },
        ],
        { cluster: TEST_CLUSTER },
      );
      // When the import was, by now long ago.
      await db('records').update({
        gone_time: new Date(TEST_NOW - 38 * DAY_MS),
      });
      const old = async () =>
        stores.retention.expiring({ within: EVERYTHING }, { limit: 10 });
      expect((await old()).runs).toMatchObject([{ uid: 'uid-long' }]);
      const outcome = await stores.writer.updateRecord(
        { ...name, record: 'long' },
        { type: 'tekton.dev/v1.PipelineRun', data: dataOf(9) },
      );
      expect(outcome.refused).toBeUndefined();
      expect(
        await db('records').first('status', 'gone_time', 'capture_uid'),
      ).toEqual({
        status: 'waiting',
        gone_time: null,
        capture_uid: 'uid-long',
      });
      expect((await old()).runs).toEqual([]);
    });

    it('do not let the watcher undo what a client says of the Result', async () => {
      const { scope, captured } = recorded('lint-evt');
      await stores.capture.record(scope, [captured]);
      const name = placeOf(captured);
      await Promise.all([
        stores.writer.updateResult(name, { annotations: { by: 'client' } }),
        stores.capture.record(scope, [
          { ...captured, resourceVersion: captured.resourceVersion + 1 },
        ]),
      ]);
      const result = await stores.results.getResult({}, name);
      expect(result?.annotations).toMatchObject({ by: 'client' });
    });

    it('are stored again after retention has removed them, and go again', async () => {
      const { captured } = recorded('lint-evt');
      const { uid } = captured.facts;
      const ref = { cluster: TEST_CLUSTER, uid };
      const remove = async () => {
        const { runs } = await stores.retention.expiring(
          { within: EVERYTHING },
          { limit: 10 },
        );
        return stores.retention.remove(runs, { policy: 'a month' });
      };
      for (const _ of ['at first', 'again']) {
        await post(placeOf(captured), captured.dataType, captured.payload);
        expect(await stores.runs.get(ref)).toBeDefined();
        expect(await remove()).toMatchObject({ runs: 1 });
        expect(await stores.runs.get(ref)).toBeUndefined();
      }
      expect(
        await stores.tombstones.find(
          { cluster: TEST_CLUSTER, by: { uid } },
          10,
        ),
      ).toMatchObject([{ uid, policy: 'a month' }]);
    });
  },
);
