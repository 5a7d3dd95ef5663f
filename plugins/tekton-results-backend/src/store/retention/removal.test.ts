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
  TESTED_DATABASES,
  TEST_NOW,
} from '../../__testUtils__/databases';
import { storeRuns, type MadeUpRun } from '../../__testUtils__/madeUpRuns';
import { storeLog } from '../../__testUtils__/storeLog';
import { captureRun } from '../../watcher';
import { EVERYTHING } from '../AccessFilter';
import type { Stores } from '../createStores';
import { eventListName } from '../derivedNames';

jest.setTimeout(120_000);

const DAY = 24 * 60 * 60;
const SCOPE = {
  cluster: 'test',
  resource: 'pipelineruns',
  kind: 'PipelineRun',
} as const;
const EVENT_ID = 'triggers.tekton.dev/triggers-eventid';

/** More than any removal takes. */
const MAX_STATEMENTS = 100;

/** All that says something of a run, but tombstones. */
const TABLES = [
  'results',
  'records',
  'record_payloads',
  'record_attributes',
  'capture_gaps',
  'run_logs',
  'step_logs',
  'log_segments',
  'log_discards',
  'tombstones',
];

function run(name: string, daysAgo: number, rest: Partial<MadeUpRun> = {}) {
  const ago = daysAgo * DAY + 60;
  return { name, uid: `uid-${name}`, ago, seconds: 60, ...rest };
}

function task(name: string, owner: string, daysAgo: number) {
  return run(name, daysAgo, {
    kind: 'TaskRun',
    task: 'build',
    owner: `uid-${owner}`,
  });
}

/** A run with a log, events and what tells of them. */
async function addLogAndEvents(stores: Stores, uid: string, name: string) {
  await storeLog(stores, { runUid: uid, bytes: 10, storedBytes: 7 });
  await stores.logCapture.describe({
    cluster: 'test',
    uid,
    description: { size: 10, stored: true } as never,
  });
  await stores.events.record('test', [
    {
      subject: { kind: 'TaskRun', namespace: 'shop', name, uid },
      time: TEST_NOW,
      item: { metadata: { name: `event-${name}`, namespace: 'shop' } },
    },
  ]);
}

async function find(stores: Stores, having?: 'runs' | 'logs' | 'events') {
  const { runs } = await stores.retention.expiring(
    {
      within: EVERYTHING,
      endedBefore: TEST_NOW - 10 * DAY * 1_000,
      having,
    },
    { limit: 100 },
  );
  return runs;
}

async function contentOf(db: Knex) {
  const rows = await Promise.all(
    TABLES.map(async table => {
      const found: object[] = await db(table).select('*');
      return [table, found.map(row => JSON.stringify(row)).sort()] as const;
    }),
  );
  return Object.fromEntries(rows);
}

/** Whether work gets to its end that is killed after so many statements. */
async function survives(
  db: Knex,
  options: { statements: number; work: () => Promise<unknown> },
): Promise<boolean> {
  let left = options.statements;
  const kill = ({ sql }: { sql: string }) => {
    left -= 1;
    // A commit is one step; without it, the database undoes everything.
    if (left < 0 && !/^(commit|rollback)/i.test(sql)) {
      throw new Error('killed');
    }
  };
  db.on('query', kill);
  try {
    await options.work();
    return true;
  } catch {
    return false;
  } finally {
    db.removeListener('query', kill);
  }
}

async function namesIn(db: Knex): Promise<string[]> {
  const names: string[] = await db('records')
    .whereNotNull('capture_uid')
    .orderBy('run_name')
    .pluck('run_name');
  return names;
}

const POLICY = { policy: 'tidy' };

describe.each(TESTED_DATABASES.eachSupportedId())(
  'removal on %s',
  databaseId => {
    /** Two runs of an event with a task each, of which one is young. */
    async function open() {
      const { db, stores } = await createTestStores(databaseId);
      const labels = { [EVENT_ID]: 'event' };
      await storeRuns(stores, [
        run('old', 30, { labels }),
        task('old-task', 'old', 30),
        run('young', 5, { labels }),
        task('young-task', 'young', 5),
        run('alone', 40),
      ]);
      await addLogAndEvents(stores, 'uid-old-task', 'old-task');
      await addLogAndEvents(stores, 'uid-young-task', 'young-task');
      await addLogAndEvents(stores, 'uid-alone', 'alone');
      return { db, stores };
    }

    it('takes whole trees, one by one, and Results that are empty then', async () => {
      const { db, stores } = await open();
      const results = async (): Promise<string[]> =>
        db('results').orderBy('name').pluck('name');
      expect(await results()).toEqual([
        'event',
        'uid-alone',
        'uid-old',
        'uid-young',
      ]);
      const runs = await find(stores);
      expect(await stores.retention.remove(runs, POLICY)).toEqual({
        runs: 2,
        bytes: runs[0].bytes + runs[1].bytes,
        left: 0,
      });
      expect(await namesIn(db)).toEqual(['young', 'young-task']);
      expect(await results()).toEqual(['event', 'uid-young']);
      const types: string[] = await db('records')
        .orderBy('data_type')
        .pluck('data_type');
      expect(types).toEqual([
        'results.tekton.dev/v1.EventList',
        'results.tekton.dev/v1alpha3.Log',
        'tekton.dev/v1.PipelineRun',
        'tekton.dev/v1.TaskRun',
      ]);
      const discarded = await stores.logs.discarded({
        drivers: ['memory'],
        limit: 10,
      });
      expect(discarded.keys.map(({ key }) => key).sort()).toEqual([
        'key-uid-alone',
        'key-uid-old-task',
      ]);
      expect(await db('step_logs').pluck('pod_name')).toEqual(['pod']);
      expect(await find(stores)).toEqual([]);
    });

    it('lets the summary of a Result be about the oldest run that is left', async () => {
      const { stores } = await open();
      await stores.retention.remove(await find(stores), POLICY);
      const result = await stores.results.getResult(
        { cluster: 'test' },
        { parent: 'shop', result: 'event' },
      );
      expect(result?.summary).toMatchObject({
        record: 'shop/results/event/records/uid-young',
        type: 'tekton.dev/v1.PipelineRun',
        status: 'SUCCESS',
        endTime: TEST_NOW - 5 * DAY * 1_000,
      });
      expect(result?.annotations).toMatchObject({
        'object.metadata.name': 'young',
      });
    });

    it('counts the bytes of the tree that go', async () => {
      const { db, stores } = await open();
      const size = async (): Promise<number> => {
        const [{ objects }] = await db('record_payloads').sum({
          objects: db.raw('length(bytes)'),
        });
        const [{ logs }] = await db('log_segments').sum({
          logs: 'stored_bytes',
        });
        return Number(objects) + Number(logs);
      };
      const before = await size();
      const { bytes } = await stores.retention.remove(
        await find(stores),
        POLICY,
      );
      await stores.logs.discarded({ drivers: ['memory'], limit: 10 });
      expect(before - (await size())).toBe(bytes);
      expect(await stores.retention.usage()).toEqual([
        expect.objectContaining({
          cluster: 'test',
          namespace: 'shop',
          bytes: await size(),
        }),
      ]);
    });

    it('leaves runs that were pinned, changed or began to run since they were found', async () => {
      const { db, stores } = await open();
      const runs = await find(stores);
      await stores.pins.pin({
        cluster: 'test',
        uid: 'uid-old-task',
        actor: 'user:default/ann',
        reason: 'evidence',
      });
      await storeRuns(stores, [
        run('alone', 40, { resourceVersion: 2, labels: { changed: 'yes' } }),
      ]);
      const before = await contentOf(db);
      const left = { runs: 0, bytes: 0, left: 2 };
      expect(await stores.retention.remove(runs, POLICY)).toEqual(left);
      expect(await stores.retention.removeLogs(runs, POLICY)).toEqual(left);
      expect(await stores.retention.removeEvents(runs, POLICY)).toEqual(left);
      expect(await contentOf(db)).toEqual(before);
      const [alone, ...others] = await find(stores);
      expect([alone.name, others]).toEqual(['alone', []]);

      await stores.pins.unpin({ cluster: 'test', uid: 'uid-old-task' });
      await storeRuns(stores, [
        {
          ...task('old-task', 'old', 30),
          resourceVersion: 2,
          outcome: 'Unknown',
        },
      ]);
      expect(await stores.retention.remove(runs, POLICY)).toEqual(left);
      expect(await find(stores)).toEqual([alone]);
    });

    it('is all or nothing, whichever statement is the last', async () => {
      const { db, stores } = await open();
      const runs = await find(stores);
      const works = [
        () => stores.retention.removeLogs(runs, POLICY),
        () => stores.retention.removeEvents(runs, POLICY),
        () => stores.retention.remove(runs, POLICY),
      ];
      for (const work of works) {
        const unchanged = await contentOf(db);
        const killed: unknown[] = [];
        while (
          killed.length < MAX_STATEMENTS &&
          !(await survives(db, { statements: killed.length, work }))
        ) {
          killed.push(await contentOf(db));
        }
        // Begin, lock, look and write.
        expect(killed.length).toBeGreaterThan(8);
        expect(killed.length).toBeLessThan(MAX_STATEMENTS);
        expect(killed).toEqual(killed.map(() => unchanged));
      }
      expect(await namesIn(db)).toEqual(['young', 'young-task']);
    });

    it('does nothing under a lease that was lost', async () => {
      const { db, stores } = await open();
      const runs = await find(stores);
      const before = await contentOf(db);
      const lease = { name: 'retention', holder: 'a', epoch: 1 };
      await expect(
        stores.retention.remove(runs, { ...POLICY, lease }),
      ).rejects.toMatchObject({ name: 'LeaseLostError' });
      expect(await contentOf(db)).toEqual(before);
    });

    it('takes logs alone, which say why, and finds them no more', async () => {
      const { db, stores } = await open();
      const runs = await find(stores, 'logs');
      expect(runs.map(({ name, bytes }) => [name, bytes])).toEqual([
        ['alone', 7],
        ['old', 7],
      ]);
      expect(await stores.retention.removeLogs(runs, POLICY)).toEqual({
        runs: 2,
        bytes: 14,
        left: 0,
      });
      expect(await namesIn(db)).toHaveLength(5);
      const [log] = await stores.logs.logsOf('test', ['uid-old-task']);
      expect(log).toMatchObject({
        state: 'expired',
        cause: 'policy',
        reason: "Removed by the retention policy 'tidy'",
      });
      expect(await find(stores, 'logs')).toEqual([]);
      const { keys } = await stores.logs.discarded({
        drivers: ['memory'],
        limit: 10,
      });
      expect(keys).toHaveLength(2);
    });

    it('takes events alone, of which gaps say why, and finds them no more', async () => {
      const { db, stores } = await open();
      const runs = await find(stores, 'events');
      expect(runs.map(({ name }) => name)).toEqual(['alone', 'old']);
      await stores.retention.removeEvents(runs, POLICY);
      const [young] = await db('results').where({ name: 'uid-young' });
      expect(
        await db('records')
          .where({ data_type: 'results.tekton.dev/v1.EventList' })
          .pluck('name'),
      ).toEqual([eventListName(young.uid, 'uid-young-task')]);
      const old = await stores.runs.get({ cluster: 'test', uid: 'uid-old' });
      expect(old?.gaps).toMatchObject([
        { what: 'events', reason: "Removed by the retention policy 'tidy'" },
      ]);
      expect(await find(stores, 'events')).toEqual([]);
    });

    it('says of each run whose events it takes why, whatever was missing before', async () => {
      const { stores } = await open();
      await storeRuns(stores, [task('quiet-task', 'old', 30)]);
      for (const [uid, what] of [
        ['uid-old', 'events'],
        ['uid-old', 'logs'],
        ['uid-old-task', 'events'],
        ['uid-quiet-task', 'events'],
      ] as const) {
        await stores.steward.noteGaps({
          cluster: 'test',
          uid,
          gaps: [{ what, reason: 'it took too long' }],
        });
      }
      await stores.retention.removeEvents(await find(stores, 'events'), POLICY);
      const gapsOf = async (uid: string) => {
        const found = await stores.runs.get({ cluster: 'test', uid });
        return Object.fromEntries(
          (found?.gaps ?? []).map(({ what, reason }) => [what, reason]),
        );
      };
      const byPolicy = "Removed by the retention policy 'tidy'";
      // Its events are those of what it owns, too.
      expect(await gapsOf('uid-old')).toEqual({
        events: byPolicy,
        logs: 'it took too long',
      });
      expect(await gapsOf('uid-old-task')).toEqual({ events: byPolicy });
      expect(await gapsOf('uid-alone')).toEqual({ events: byPolicy });
      // Of this one there were none to take.
      expect(await gapsOf('uid-quiet-task')).toEqual({
        events: 'it took too long',
      });
    });

    it('takes other Records of a run in its namespace, and none of another', async () => {
      const { db, stores } = await open();
      const [{ seq, ...row }] = await db('records').where({
        run_name: 'alone',
      });
      const [result] = await db('results').where({ name: 'event' });
      const copy = { ...row, capture_uid: null, result_seq: result.seq };
      await db('records').insert([
        { ...copy, uid: '00000000-0000-4000-8000-000000000001', name: 'copy' },
        {
          ...copy,
          uid: '00000000-0000-4000-8000-000000000002',
          name: 'posted',
          parent: 'other',
        },
      ]);
      await stores.retention.remove(await find(stores), POLICY);
      expect(
        await db('records').where({ run_name: 'alone' }).pluck('name'),
      ).toEqual(['posted']);
    });

    it('does not meet what is added to a Result at the same time', async () => {
      const { db, stores } = await open();
      const runs = await find(stores);
      const added = Array.from({ length: 20 }, (_, index) =>
        run(`added-${index}`, 1, {
          labels: { [EVENT_ID]: index % 2 === 0 ? 'event' : 'other' },
        }),
      );
      await Promise.all([
        stores.retention.remove(runs, POLICY),
        ...added.map(one => storeRuns(stores, [one])),
      ]);
      expect(await namesIn(db)).toEqual(
        [...added.map(({ name }) => name), 'young', 'young-task'].sort(),
      );
    });

    it('is not undone by a cluster that still has the object', async () => {
      const { db, stores } = await open();
      await stores.retention.remove(await find(stores), POLICY);
      const seen = run('alone', 40, { resourceVersion: 9 });
      await storeRuns(stores, [seen, task('old-task', 'old', 30)]);
      expect(await namesIn(db)).toEqual(['young', 'young-task']);
      expect(await stores.capture.liveRuns(SCOPE)).toEqual(
        new Map([
          ['uid-young', 1],
          ['uid-old', 1],
          ['uid-alone', 9],
        ]),
      );
      expect([
        ...(await stores.steward.storedUids('test', ['uid-alone', 'uid-none'])),
      ]).toEqual(['uid-alone']);
      expect(
        await stores.steward.expiredRuns('test', ['uid-alone', 'uid-young']),
      ).toEqual([
        {
          uid: 'uid-alone',
          kind: 'PipelineRun',
          namespace: 'shop',
          name: 'alone',
          resourceVersion: 9,
          finalizers: [],
        },
      ]);

      // Tombstones stay until the object is gone, where it may come back.
      const all = { before: TEST_NOW + 1, limit: 10 };
      await stores.capture.record(SCOPE, [], { resumePoint: '9' });
      expect(await stores.retention.removeTombstones(all)).toBe(0);
      await stores.capture.markGone(SCOPE, ['uid-alone'], { listVersion: 10 });
      expect(await stores.retention.removeTombstones(all)).toBe(1);
      expect(
        await db('tombstones').orderBy('run_name').pluck('run_name'),
      ).toEqual(['old', 'old-task']);
    });

    it('remembers the finalizers of what is still in its cluster', async () => {
      const { stores } = await createTestStores(databaseId);
      const finalizers = [
        'chains.tekton.dev',
        'results.tekton.dev/pipelinerun',
      ];
      const seen = (resourceVersion: string, metadata: object) => {
        const { captured } = captureRun(
          {
            apiVersion: 'tekton.dev/v1',
            kind: 'PipelineRun',
            metadata: {
              name: 'held',
              namespace: 'shop',
              uid: 'uid-held',
              creationTimestamp: '2026-10-01T00:00:00Z',
              resourceVersion,
              ...metadata,
            },
            status: {
              completionTime: '2026-10-01T00:01:00Z',
              conditions: [{ type: 'Succeeded', status: 'True' }],
            },
          },
          'changed',
        );
        return stores.capture.record(SCOPE, captured ? [captured] : []);
      };
      const held = () =>
        stores.steward.expiredUids({
          cluster: 'test',
          finalizer: 'results.tekton.dev/',
          limit: 10,
        });
      await seen('1', { finalizers });
      await stores.retention.remove(await find(stores), POLICY);
      expect(await held()).toEqual(['uid-held']);
      expect(
        await stores.steward.expiredRuns('test', ['uid-held']),
      ).toMatchObject([{ finalizers, resourceVersion: 1 }]);
      await seen('2', { finalizers: ['chains.tekton.dev'] });
      expect(await held()).toEqual([]);
      await seen('1', { finalizers });
      expect(await held()).toEqual([]);
    });

    it('forgets tombstones of clusters that are not watched', async () => {
      const { stores } = await open();
      await stores.retention.remove(await find(stores), POLICY);
      const removed = (before: number, limit: number) =>
        stores.retention.removeTombstones({ before, limit });
      expect(await removed(TEST_NOW, 10)).toBe(0);
      expect(await removed(TEST_NOW + 1, 2)).toBe(2);
      expect(await removed(TEST_NOW + 1, 2)).toBe(1);
    });

    it('is not undone when it happens while the run is stored anew', async () => {
      const { db, stores } = await open();
      const runs = await find(stores);
      const seen = run('alone', 40, { resourceVersion: 9 });
      await Promise.all([
        stores.retention.remove(runs, POLICY),
        storeRuns(stores, [seen]),
      ]);
      const tombstones: string[] = await db('tombstones').pluck('run_name');
      // Whoever was first, it is in one place.
      expect((await namesIn(db)).includes('alone')).toBe(
        !tombstones.includes('alone'),
      );
    });

    it('is undone for a run that had never ended and is still there', async () => {
      const { db, stores } = await createTestStores(databaseId);
      const lost = run('lost', 30, { outcome: 'Unknown' });
      await storeRuns(stores, [lost]);
      await stores.capture.markGone(SCOPE, ['uid-lost'], { listVersion: 5 });
      await stores.retention.remove(await find(stores), POLICY);
      expect(await namesIn(db)).toEqual([]);
      await storeRuns(stores, [{ ...lost, resourceVersion: 6 }]);
      expect(await namesIn(db)).toEqual(['lost']);
      expect(await db('tombstones').pluck('run_name')).toEqual([]);
    });

    it('is undone for a run of which nobody had heard, when its cluster is watched', async () => {
      const { db, stores } = await createTestStores(databaseId);
      const unheard = run('unheard', 50, { outcome: 'Unknown' });
      await storeRuns(stores, [unheard]);
      await db('records').update({
        update_time: new Date(TEST_NOW - 40 * 24 * 60 * 60 * 1_000),
      });
      await stores.retention.remove(await find(stores), POLICY);
      expect(await namesIn(db)).toEqual([]);
      await storeRuns(stores, [{ ...unheard, resourceVersion: 6 }]);
      expect(await namesIn(db)).toEqual(['unheard']);
    });
  },
);
