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

import {
  createTestStores,
  TESTED_DATABASES,
  TEST_NOW,
} from '../../__testUtils__/databases';
import { plansOf } from '../../__testUtils__/queryPlans';
import {
  lastRecordedEvents,
  recordedRunEvents,
  TEST_CLUSTER,
} from '../../__testUtils__/recordedRuns';
import type { Stores } from '../createStores';
import { eventListName, logName } from '../derivedNames';

jest.setTimeout(60_000);

const events = lastRecordedEvents();
const live = events.filter(({ event }) => event.type !== 'DELETED');
const [deleted] = events.filter(({ event }) => event.type === 'DELETED');
const pipelineRun = live.find(
  ({ captured }) => captured.facts.kind === 'PipelineRun',
)!.captured;

async function store({ capture }: Stores, stored: typeof events) {
  for (const { scope, captured } of stored) {
    await capture.record(scope, [captured]);
  }
}

describe.each(TESTED_DATABASES.eachSupportedId())(
  'DatabaseStewardStore on %s',
  databaseId => {
    it('reads runs that are in the cluster with what is stored of them', async () => {
      const { stores } = await createTestStores(databaseId);
      await store(stores, events);
      const { facts, payload, group } = pipelineRun;
      const result = `${group.parent}/results/${group.result}`;
      expect(
        await stores.steward.liveRuns(TEST_CLUSTER, [
          facts.uid,
          deleted.captured.facts.uid,
          'unknown',
        ]),
      ).toEqual([
        {
          uid: facts.uid,
          kind: 'PipelineRun',
          namespace: facts.namespace,
          name: facts.name,
          pipeline: facts.pipeline,
          task: undefined,
          status: facts.status,
          completedAt: facts.completedAt,
          resourceVersion: pipelineRun.resourceVersion,
          storedAt: TEST_NOW,
          finalStoredAt: TEST_NOW,
          result,
          record: `${result}/records/${group.record}`,
          payload,
        },
      ]);
    });

    it('A.8: reads which Records tell of the events and the log of a run, by an index', async () => {
      const { db, stores } = await createTestStores(databaseId);
      await store(stores, events);
      const { uid } = pipelineRun.facts;
      const { parent, result } = pipelineRun.group;
      const stored = await stores.results.getResult(
        { cluster: TEST_CLUSTER },
        { parent, result },
      );
      const names = {
        eventList: eventListName(stored?.uid ?? '', uid),
        log: logName(stored?.uid ?? '', uid),
      };
      const put = (record: string, type: string) =>
        stores.writer.createRecord(
          { cluster: TEST_CLUSTER, parent, result, record },
          { type, payload: {}, json: Buffer.from('{}') },
        );
      const read = () => stores.steward.liveRuns(TEST_CLUSTER, [uid]);
      await put(names.log, 'example.com/v1.Note');
      await put(names.eventList, 'results.tekton.dev/v1.EventList');
      const [run] = await read();
      expect([run.eventListRecord, run.log]).toEqual([
        `${parent}/results/${result}/records/${names.eventList}`,
        undefined,
      ]);
      await db('records')
        .where({ name: names.log })
        .update({ data_type: 'results.tekton.dev/v1alpha3.Log' });
      expect((await read())[0].log).toBe(
        `${parent}/results/${result}/logs/${names.log}`,
      );

      const plans = await plansOf(db, async () => {
        if (databaseId !== 'SQLITE_3') {
          await db.raw('set enable_seqscan = off');
        }
        return read();
      });
      expect(plans).toHaveLength(2);
      expect(plans[1]).toMatch(/records_(by_name|in_result)/);
    });

    it('goes through all runs in the cluster page by page, by an index', async () => {
      const { db, stores } = await createTestStores(databaseId);
      await store(stores, events);
      const found: string[] = [];
      let after: number | undefined;
      do {
        const page = await stores.steward.liveUids({
          cluster: TEST_CLUSTER,
          after,
          limit: 7,
        });
        found.push(...page.uids);
        after = page.next;
      } while (after !== undefined);
      expect(found.sort()).toEqual(
        live.map(({ captured }) => captured.facts.uid).sort(),
      );

      const [plan] = await plansOf(db, async () => {
        if (databaseId !== 'SQLITE_3') {
          await db.raw('set enable_seqscan = off');
        }
        return stores.steward.liveUids({ cluster: TEST_CLUSTER, limit: 7 });
      });
      expect(plan).toMatch(/records_live/);
    });

    it('tells which runs are stored, gone or not', async () => {
      const { stores } = await createTestStores(databaseId);
      await store(stores, events);
      const uids = [pipelineRun.facts.uid, deleted.captured.facts.uid];
      expect(
        await stores.steward.storedUids(TEST_CLUSTER, [...uids, 'unknown']),
      ).toEqual(new Set(uids));
      expect(await stores.steward.storedUids('other', uids)).toEqual(new Set());
    });

    it('F14: tells of the children of a PipelineRun whether they are settled', async () => {
      const { stores } = await createTestStores(databaseId);
      const owned = recordedRunEvents().filter(
        ({ captured }) => captured.facts.ownerUid === pipelineRun.facts.uid,
      );
      const [{ scope, captured: first }] = owned;
      const { uid } = pipelineRun.facts;
      await store(
        stores,
        live.filter(({ captured }) => captured.facts.uid === uid),
      );
      await stores.capture.record(scope, [first]);
      expect(await stores.steward.children(TEST_CLUSTER, uid)).toEqual([
        {
          uid: first.facts.uid,
          kind: 'TaskRun',
          name: first.facts.name,
          settled: false,
        },
      ]);
      await store(stores, owned);
      const children = await stores.steward.children(TEST_CLUSTER, uid);
      expect(children.length).toBeGreaterThan(0);
      expect(children.every(({ settled }) => settled)).toBe(true);
    });

    it('notes what is missing of a run; what was noted first stays', async () => {
      const { stores } = await createTestStores(databaseId);
      await store(stores, events);
      const ref = { cluster: TEST_CLUSTER, uid: pipelineRun.facts.uid };
      expect(await stores.runs.get(ref)).toMatchObject({ gaps: [] });
      const note = (reason: string) =>
        stores.steward.noteGaps({ ...ref, gaps: [{ what: 'logs', reason }] });
      expect(await note('the pod is gone')).toEqual(['logs']);
      expect(await note('later')).toEqual([]);
      expect(
        await stores.steward.noteGaps({
          cluster: TEST_CLUSTER,
          uid: 'unknown',
          gaps: [{ what: 'logs', reason: 'x' }],
        }),
      ).toEqual([]);
      expect((await stores.runs.get(ref))?.gaps).toEqual([
        {
          what: 'logs',
          reason: 'the pod is gone',
          since: new Date(TEST_NOW).toISOString(),
        },
      ]);
    });
  },
);

describe.each(TESTED_DATABASES.eachSupportedId())(
  'what the capture knows of a run on %s',
  databaseId => {
    const { facts } = pipelineRun;
    const ref = { cluster: TEST_CLUSTER, uid: facts.uid };
    const states = recordedRunEvents().filter(
      ({ captured }) => captured.facts.uid === facts.uid,
    );
    const [{ scope }] = states;

    async function setUp() {
      let now = TEST_NOW;
      const { stores } = await createTestStores(databaseId, {
        now: () => now,
      });
      return {
        ...stores,
        at: (ms: number) => {
          now = TEST_NOW + ms;
        },
        known: async () => {
          const run = await stores.runs.get(ref);
          return {
            finalStoredTime: run?.finalStoredTime,
            lastSeenTime: run?.lastSeenTime,
          };
        },
      };
    }

    it('window 13: keeps when its final state was first stored', async () => {
      const { capture, at, known } = await setUp();
      await capture.record(scope, [states[0].captured]);
      expect(await known()).toEqual({});
      at(1_000);
      await capture.record(scope, [pipelineRun]);
      at(2_000);
      const later = { ...pipelineRun, resourceVersion: 9_999_999 };
      await capture.record(scope, [later]);
      expect(await known()).toEqual({ finalStoredTime: TEST_NOW + 1_000 });
      at(3_000);
      await capture.record(scope, [
        { ...later, resourceVersion: 10_000_000, sighting: 'deleted' },
      ]);
      expect(await known()).toEqual({
        finalStoredTime: TEST_NOW + 1_000,
        lastSeenTime: TEST_NOW + 3_000,
      });
    });

    it('keeps until when a run was seen that a list finds missing', async () => {
      const { capture, at, known } = await setUp();
      await capture.record(scope, [states[0].captured]);
      at(1_000);
      // A bookmark: by then nobody had reported that the run is gone.
      await capture.record(scope, [], { resumePoint: '5' });
      at(60_000);
      const gone = { listVersion: Number.MAX_SAFE_INTEGER, resumePoint: '6' };
      await capture.markGone(scope, [facts.uid], gone);
      expect(await known()).toEqual({ lastSeenTime: TEST_NOW + 1_000 });
      at(90_000);
      await capture.markGone(scope, [facts.uid], gone);
      expect(await known()).toEqual({ lastSeenTime: TEST_NOW + 1_000 });
    });

    it('takes the last state for the last sighting if nothing came after it', async () => {
      const { capture, at, known } = await setUp();
      await capture.record(scope, [states[0].captured]);
      at(60_000);
      await capture.markGone(scope, [facts.uid], {
        listVersion: Number.MAX_SAFE_INTEGER,
        resumePoint: '6',
      });
      expect(await known()).toEqual({ lastSeenTime: TEST_NOW });
    });
  },
);
