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

import fc from 'fast-check';
import type { Knex } from 'knex';
import {
  createTestStores,
  TESTED_DATABASES,
  TEST_NOW,
} from '../../__testUtils__/databases';
import {
  lastRecordedEvents,
  recordedRunEvents,
  testScope,
  type RecordedRunEvent,
} from '../../__testUtils__/recordedRuns';
import { storeRuns } from '../../__testUtils__/madeUpRuns';
import { storeContent } from '../../__testUtils__/storeContent';
import { attributeTable } from '../attributes/AttributeTable';
import type { CaptureStore } from '../CaptureStore';
import type { CapturedRun } from '../CapturedRun';
import { engineOf } from '../filters/engine';

jest.setTimeout(120_000);

const events = recordedRunEvents();
const lastEvents = lastRecordedEvents();

async function feed(
  store: CaptureStore,
  fed: readonly RecordedRunEvent[],
  batchSize: number,
) {
  for (let start = 0; start < fed.length; start += batchSize) {
    const batch = fed.slice(start, start + batchSize);
    await store.record(
      batch[0].scope,
      batch.map(({ captured }) => captured),
    );
  }
}

async function empty(db: Knex) {
  for (const table of [
    'record_attributes',
    'attribute_pairs',
    'records',
    'results',
  ]) {
    await db(table).delete();
  }
}

function recorded(name: string): CapturedRun {
  const found = lastEvents.find(({ captured }) => captured.facts.name === name);
  if (!found) {
    throw new Error(`${name} is not recorded`);
  }
  return found.captured;
}

const scope = testScope('taskruns', 'TaskRun');

it('reads 45 runs from the recording, 15 of which stand for themselves', () => {
  expect(lastEvents).toHaveLength(45);
  expect(lastEvents.filter(({ captured }) => captured.facts.root)).toHaveLength(
    15,
  );
});

describe.each(TESTED_DATABASES.eachSupportedId())(
  'DatabaseCaptureStore on %s',
  databaseId => {
    it('holds the same after batches that are recorded at once', async () => {
      const reference = await createTestStores('SQLITE_3');
      await feed(reference.stores.capture, lastEvents, 1);
      const { db, stores } = await createTestStores(databaseId);
      await Promise.all(
        lastEvents.map(({ scope: each, captured }) =>
          stores.capture.record(each, [captured]),
        ),
      );
      expect(await storeContent(db)).toEqual(await storeContent(reference.db));
    });

    it('has a few places beside others where there is more than one connection', async () => {
      const { db, stores } = await createTestStores(databaseId);
      const ask = () => stores.capture.placeBeside();
      const places = [ask(), ask(), ask(), ask()].flatMap(place => place ?? []);
      expect(places).toHaveLength(engineOf(db) === 'sqlite' ? 0 : 3);
      places.forEach(giveBack => giveBack());
      expect(ask() === undefined).toBe(places.length === 0);
    });

    it('holds the same after the recorded events in any order, with repeats and gaps', async () => {
      const reference = await createTestStores('SQLITE_3');
      await feed(reference.stores.capture, events, 1);
      const expected = await storeContent(reference.db);
      expect(expected.records).toHaveLength(45);

      const { db, stores } = await createTestStores(databaseId);
      await fc.assert(
        fc.asyncProperty(
          fc.shuffledSubarray(events, { minLength: 0 }),
          fc.shuffledSubarray(lastEvents),
          fc.integer({ min: 1, max: 60 }),
          fc.infiniteStream(fc.nat()),
          async (some, repeated, batchSize, random) => {
            // Everything may be missing but the last word on each run.
            const fed = shuffled([...some, ...lastEvents, ...repeated], random);
            await empty(db);
            await feed(stores.capture, fed, batchSize);
            expect(await storeContent(db)).toEqual(expected);
          },
        ),
        { numRuns: 8 },
      );
    });

    it('gives back each object as it came, but for the two dropped fields', async () => {
      const { stores } = await createTestStores(databaseId);
      await feed(stores.capture, lastEvents, 50);

      for (const { event, captured } of lastEvents) {
        const stored = await stores.runs.get({
          cluster: scope.cluster,
          uid: captured.facts.uid,
        });
        const { managedFields, ...metadata } = event.object.metadata;
        expect(managedFields).toBeDefined();
        expect(stored?.payload).toEqual({ ...event.object, metadata });
      }
    });

    it('keeps the newest state when an older one arrives late', async () => {
      const { stores } = await createTestStores(databaseId);
      const states = events
        .map(({ captured }) => captured)
        .filter(({ facts }) => facts.name === 'checkout-build-1d20c77');
      await stores.capture.record(scope, [states[states.length - 1]]);
      await stores.capture.record(scope, [states[0]]);

      const run = await stores.runs.get({
        cluster: scope.cluster,
        uid: states[0].facts.uid,
      });
      expect(run?.summary).toMatchObject({
        status: 'failed',
        failure: undefined,
      });
    });

    it('brings many Results and attributes up to date in as many statements as few', async () => {
      const { db, stores } = await createTestStores(databaseId);
      const statements: string[] = [];
      db.on('query', ({ sql }: { sql: string }) => statements.push(sql));
      const { facts, ...run } = recorded('lint-evt');
      const roots = (count: number, version: number) =>
        Array.from({ length: count }, (_, i) => ({
          ...run,
          facts: {
            ...facts,
            uid: `${count}-${i}`,
            root: true,
            ownerUid: undefined,
            startedAt: facts.createdAt + version,
          },
          group: {
            ...run.group,
            result: `${count}-${i}`,
            record: `${count}-${i}`,
          },
          resourceVersion: version,
        }));
      const needed = async (count: number) => {
        await stores.capture.record(scope, roots(count, 1));
        statements.length = 0;
        await stores.capture.record(scope, roots(count, 2));
        return statements.length;
      };
      // What is asked once about a pipeline.
      await needed(1);
      expect(await needed(20)).toBe(await needed(2));
      const rows = await db('results').select('summary_start_time');
      expect(rows.map(row => Number(new Date(row.summary_start_time)))).toEqual(
        Array(23).fill(facts.createdAt + 2),
      );
    });

    it('names the task, step and exit code that made a PipelineRun fail', async () => {
      const { stores } = await createTestStores(databaseId);
      await feed(stores.capture, lastEvents, 7);

      const failureOf = async (name: string) => {
        const { uid } = recorded(name).facts;
        return (await stores.runs.get({ cluster: scope.cluster, uid }))?.summary
          .failure;
      };
      expect(await failureOf('checkout-build-1d20c77')).toEqual({
        task: 'unit-test',
        step: 'test',
        exitCode: 1,
      });
      expect(await failureOf('checkout-build-c0ffee1')).toEqual({
        task: 'image',
        step: 'push',
        exitCode: 1,
      });
      expect(await failureOf('payments-matrix-01')).toBeUndefined();
    });

    it('keeps a run that loses its owner in its tree, and lists it where it was', async () => {
      const { db, stores } = await createTestStores(databaseId);
      const child = {
        name: 'child',
        uid: 'uid-child',
        kind: 'TaskRun',
        ago: 50,
      } as const;
      await storeRuns(stores, [
        { name: 'top', uid: 'uid-top', ago: 60, seconds: 1 },
        { ...child, owner: 'uid-top', outcome: 'Unknown' },
      ]);
      await storeRuns(stores, [{ ...child, resourceVersion: 2, seconds: 9 }]);
      expect(
        await db('records')
          .where({ capture_uid: 'uid-child' })
          .first('owner_run_uid', 'root', 'status', 'promotion'),
      ).toEqual({
        owner_run_uid: 'uid-top',
        root: 0,
        status: 'succeeded',
        // Filters read of the object what the column does not say.
        promotion: 2,
      });
      const { ofRecord } = attributeTable(engineOf(db));
      const elsewhere = db
        .from('record_attributes as a')
        .join('records as r', 'r.seq', 'a.record_seq')
        .whereRaw(`not (${ofRecord('a', 'r')})`);
      expect(await elsewhere).toEqual([]);
    });

    it('marks a deleted run as gone, and as incomplete if it had not ended', async () => {
      const { stores } = await createTestStores(databaseId);
      const [first] = events.filter(
        ({ captured }) => captured.facts.name === 'slow-timeout',
      );
      const deleted = {
        ...first.captured,
        sighting: 'deleted' as const,
        resourceVersion: first.captured.resourceVersion + 1,
      };
      await stores.capture.record(scope, [first.captured, deleted]);

      const run = await stores.runs.get({
        cluster: scope.cluster,
        uid: deleted.facts.uid,
      });
      expect(run?.summary).toMatchObject({
        status: 'incomplete',
        goneAt: new Date(TEST_NOW).toISOString(),
      });
    });

    it('marks as gone what a list does not hold, unless it is newer than the list', async () => {
      const { stores } = await createTestStores(databaseId);
      const old = { ...recorded('lint-evt'), resourceVersion: 10 };
      const young = { ...recorded('scan-evt'), resourceVersion: 20 };
      await stores.capture.record(scope, [old, young]);
      const live = await stores.capture.liveRuns(scope);
      expect(live).toEqual(
        new Map([
          [old.facts.uid, 10],
          [young.facts.uid, 20],
        ]),
      );

      await stores.capture.markGone(scope, [...live.keys()], {
        resumePoint: '15',
        listVersion: 15,
      });
      expect([...(await stores.capture.liveRuns(scope)).keys()]).toEqual([
        young.facts.uid,
      ]);
      expect(await stores.capture.resumePoint(scope)).toBe('15');
    });

    it('brings a run back that was marked gone and is in a later list', async () => {
      const { stores } = await createTestStores(databaseId);
      const run = recorded('lint-evt');
      await stores.capture.record(scope, [run]);
      await stores.capture.markGone(scope, [run.facts.uid], {
        resumePoint: '1',
        listVersion: run.resourceVersion,
      });
      await stores.capture.record(scope, [{ ...run, sighting: 'changed' }]);
      expect((await stores.capture.liveRuns(scope)).size).toBe(0);

      await stores.capture.record(scope, [{ ...run, sighting: 'listed' }]);
      expect((await stores.capture.liveRuns(scope)).size).toBe(1);
    });

    it('notes since when it is not known what happened, unless that is short', async () => {
      let now = TEST_NOW;
      const { stores } = await createTestStores(databaseId, {
        now: () => now,
      });
      const hour = 3_600_000;
      const other = { ...testScope('pipelineruns', 'PipelineRun') };
      await stores.capture.record(scope, [], { resumePoint: '7' });
      await stores.capture.record(other, [], { resumePoint: '7' });
      now += 60_000;
      await stores.capture.record(scope, [], {
        resumePoint: '8',
        missedUntil: now,
      });
      expect(await stores.outages.recent()).toEqual([]);

      await stores.capture.record(scope, [], {
        resumePoint: '9',
        missedUntil: TEST_NOW + hour,
      });
      await stores.capture.markGone(other, [], {
        resumePoint: '9',
        listVersion: 9,
        missedUntil: TEST_NOW + 2 * hour,
      });
      expect(await stores.outages.recent()).toEqual([
        { cluster: scope.cluster, from: TEST_NOW, until: TEST_NOW + 2 * hour },
      ]);
    });

    it('tells of no time before it knew of a cluster', async () => {
      const { stores } = await createTestStores(databaseId);
      await stores.capture.record(scope, [], {
        resumePoint: '7',
        missedUntil: TEST_NOW,
      });
      expect(await stores.outages.recent()).toEqual([]);
    });

    it('stores the resume point with the runs, or neither', async () => {
      const { db, stores } = await createTestStores(databaseId);
      const run = recorded('lint-evt');
      await stores.capture.record(scope, [run], { resumePoint: '7' });
      const broken = {
        ...recorded('scan-evt'),
        // A cycle cannot be serialized, so the transaction fails half-way.
        payload: cyclic(),
      };
      await expect(
        stores.capture.record(scope, [broken], { resumePoint: '8' }),
      ).rejects.toMatchObject({ name: 'StoreError', refused: false });

      expect(await stores.capture.resumePoint(scope)).toBe('7');
      expect(await db('records').pluck('run_name')).toEqual(['lint-evt']);
    });

    it('stores texts that PostgreSQL would refuse', async () => {
      const { stores } = await createTestStores(databaseId);
      const run = recorded('lint-evt');
      const odd = {
        ...run,
        facts: { ...run.facts, message: `a\u0000b${'x'.repeat(5_000)}` },
      };
      await stores.capture.record(scope, [odd]);

      const stored = await stores.runs.get({
        cluster: scope.cluster,
        uid: run.facts.uid,
      });
      expect(stored?.summary.message).toMatch(/^a\uFFFDbx{1019}$/);
    });

    it('cuts texts by bytes, as an index takes only so many', async () => {
      const { stores } = await createTestStores(databaseId);
      const run = recorded('lint-evt');
      await stores.capture.record(scope, [
        { ...run, facts: { ...run.facts, ownerUid: '漢'.repeat(1_020) } },
      ]);
      const stored = await stores.runs.get({
        cluster: scope.cluster,
        uid: run.facts.uid,
      });
      expect(stored?.summary.ownerUid).toBe('漢'.repeat(341));
    });

    it('takes the states of a cluster that counts anew, whatever their versions', async () => {
      const { stores } = await createTestStores(databaseId);
      const run = { ...recorded('lint-evt'), resourceVersion: 5_000 };
      const restored = {
        ...run,
        resourceVersion: 1_100,
        sighting: 'listed' as const,
        facts: { ...run.facts, status: 'running' as const },
      };
      const vanished = { ...recorded('scan-evt'), resourceVersion: 6_000 };
      await stores.capture.record(scope, [run, vanished]);

      await stores.capture.record(scope, [restored], { regressed: true });
      await stores.capture.markGone(scope, [vanished.facts.uid], {
        resumePoint: '1200',
        listVersion: Number.MAX_SAFE_INTEGER,
      });
      const later = { ...run, resourceVersion: 1_201 };
      await stores.capture.record(scope, [later]);

      expect(await stores.capture.liveRuns(scope)).toEqual(
        new Map([[run.facts.uid, 1_201]]),
      );
      const stored = await stores.runs.get({
        cluster: scope.cluster,
        uid: run.facts.uid,
      });
      expect(stored?.summary.status).toBe('succeeded');
    });

    it('commits nothing that took too long: what came later may be stored by then', async () => {
      const { db, stores } = await createTestStores(databaseId);
      const [{ scope: runScope, captured }] = lastEvents;
      const { uid } = captured.facts;
      const run: CapturedRun = { ...captured, sighting: 'changed' };
      const late = async (call: () => Promise<unknown>) => {
        const clock = jest.spyOn(performance, 'now');
        clock.mockReturnValue(60_000).mockReturnValueOnce(0);
        await expect(call()).rejects.toThrow('has not answered');
        clock.mockRestore();
      };
      const options = { regressed: true, resumePoint: '1' };
      await late(() => stores.capture.record(runScope, [run], options));
      expect(await db('records').pluck('capture_uid')).toEqual([]);

      await stores.capture.record(runScope, [run], { resumePoint: '2' });
      const list = { listVersion: Number.MAX_SAFE_INTEGER, resumePoint: '1' };
      await late(() => stores.capture.markGone(runScope, [uid], list));
      expect((await stores.capture.liveRuns(runScope)).size).toBe(1);
      expect(await stores.capture.resumePoint(runScope)).toBe('2');
    });

    it('does no harm when several write the same runs at once', async () => {
      const { db, stores } = await createTestStores(databaseId);
      await Promise.all(
        [1, 2, 3].map(() => feed(stores.capture, lastEvents, 20)),
      );
      const expected = await createTestStores('SQLITE_3');
      await feed(expected.stores.capture, lastEvents, 1);
      expect(await storeContent(db)).toEqual(await storeContent(expected.db));
    });
  },
);

function shuffled<T>(items: readonly T[], random: Iterator<number>): T[] {
  const rest = [...items];
  const order: T[] = [];
  while (rest.length > 0) {
    const [item] = rest.splice(random.next().value % rest.length, 1);
    order.push(item);
  }
  return order;
}

function cyclic() {
  const payload: Record<string, unknown> = {};
  payload.self = payload;
  return payload as CapturedRun['payload'];
}
