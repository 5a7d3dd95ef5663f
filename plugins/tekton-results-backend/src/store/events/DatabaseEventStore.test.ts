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
import {
  createTestStores,
  TESTED_DATABASES,
} from '../../__testUtils__/databases';
import {
  lastRecordedEvents,
  TEST_CLUSTER,
  testScope,
} from '../../__testUtils__/recordedRuns';
import type { CapturedRun } from '../CapturedRun';
import { eventListName } from '../derivedNames';
import type { CapturedEvent } from '../EventStore';
import type { Stores } from '../createStores';

jest.setTimeout(60_000);

const PLACE = { parent: 'shop', result: 'group' };
const T = Date.UTC(2026, 10, 21, 10);

const [{ captured: recordedTaskRun }] = lastRecordedEvents().filter(
  ({ captured }) => captured.facts.kind === 'TaskRun',
);

function taskRun(
  uid: string,
  options: { name?: string; pod?: string; createdAt?: number } = {},
): CapturedRun {
  const { name = uid, pod, createdAt = T } = options;
  return {
    ...recordedTaskRun,
    resourceVersion: 1,
    podName: pod,
    facts: {
      ...recordedTaskRun.facts,
      uid,
      name,
      namespace: 'shop',
      createdAt,
    },
    group: { ...PLACE, record: uid },
  };
}

function event(
  name: string,
  subject: Partial<CapturedEvent['subject']>,
  item: JsonObject = {},
): CapturedEvent {
  return {
    subject: {
      kind: 'TaskRun',
      namespace: 'shop',
      name: 'run',
      uid: 'none',
      ...subject,
    },
    time: T + 60_000,
    item: {
      metadata: { name, namespace: 'shop', creationTimestamp: null },
      firstTimestamp: new Date(T + 60_000).toISOString(),
      ...item,
    },
  };
}

function podEvent(name: string, pod: string, time = T + 60_000) {
  return { ...event(name, { kind: 'Pod', name: pod, uid: 'pod-uid' }), time };
}

describe.each(TESTED_DATABASES.eachSupportedId())(
  'DatabaseEventStore on %s',
  databaseId => {
    async function open(...runs: CapturedRun[]) {
      const { stores, db } = await createTestStores(databaseId);
      await stores.capture.record(testScope('taskruns', 'TaskRun'), runs);
      const result = await stores.results.getResult(
        { cluster: TEST_CLUSTER },
        PLACE,
      );
      const record = (...events: CapturedEvent[]) =>
        stores.events.record(TEST_CLUSTER, events);
      const listOf = (uid: string) =>
        eventList(stores, eventListName(result?.uid ?? '', uid));
      return { stores, db, record, listOf, result };
    }

    async function eventList(stores: Stores, name: string) {
      const record = await stores.results.getRecord(
        { cluster: TEST_CLUSTER },
        { ...PLACE, record: name },
      );
      return (
        record && {
          type: record.data?.type,
          etag: record.etag,
          list: JSON.parse(record.data?.json.toString() ?? 'null'),
        }
      );
    }

    const namesIn = (stored: { list: { items: JsonObject[] } } | undefined) =>
      stored?.list.items.map(({ metadata }) => (metadata as JsonObject).name);

    it('keeps the events of a run as one Record under its Result', async () => {
      const { record, listOf } = await open(taskRun('uid-1'));
      expect(
        await record(
          event('b', { uid: 'uid-1' }),
          event('a', { uid: 'uid-1' }),
        ),
      ).toEqual([]);
      const stored = await listOf('uid-1');
      expect(stored?.type).toBe('results.tekton.dev/v1.EventList');
      expect(stored?.list).toMatchObject({
        kind: 'EventList',
        apiVersion: 'v1',
      });
      expect(namesIn(stored)).toEqual(['a', 'b']);
    });

    it('adds later events, and writes nothing when there are none', async () => {
      const { record, listOf } = await open(taskRun('uid-1'));
      await record(event('a', { uid: 'uid-1' }));
      const first = await listOf('uid-1');
      await record(event('a', { uid: 'uid-1' }));
      expect(await listOf('uid-1')).toEqual(first);
      await record(event('b', { uid: 'uid-1' }));
      const later = await listOf('uid-1');
      expect(namesIn(later)).toEqual(['a', 'b']);
      expect(later?.etag).not.toBe(first?.etag);
    });

    it('gives back events of runs that are not stored', async () => {
      const { record } = await open(taskRun('uid-1'));
      const orphans = [event('a', { uid: 'uid-2' }), podEvent('b', 'x-pod')];
      expect(await record(event('c', { uid: 'uid-1' }), ...orphans)).toEqual(
        orphans,
      );
    });

    it('finds the TaskRun of a pod, also of an earlier attempt', async () => {
      const { db, record, listOf } = await open(
        taskRun('uid-1', { name: 'build', pod: 'build-pod-retry1' }),
        taskRun('uid-2', { name: 'long', pod: 'lo-0cc175b9c0f1b6a8-pod' }),
      );
      // What the name tells is not stored.
      expect(
        await db('records').orderBy('capture_uid').pluck('pod_name'),
      ).toEqual([null, 'lo-0cc175b9c0f1b6a8-pod']);
      expect(
        await record(
          podEvent('a', 'build-pod'),
          podEvent('b', 'build-pod-retry1'),
          podEvent('c', 'lo-0cc175b9c0f1b6a8-pod'),
        ),
      ).toEqual([]);
      expect(namesIn(await listOf('uid-1'))).toEqual(['a', 'b']);
      expect(namesIn(await listOf('uid-2'))).toEqual(['c']);
    });

    it('takes the TaskRun of that name that there was at the time', async () => {
      const later = T + 24 * 60 * 60_000;
      const { record, listOf } = await open(
        taskRun('uid-1', { name: 'build', pod: 'build-pod' }),
        taskRun('uid-2', { name: 'build', pod: 'build-pod', createdAt: later }),
      );
      await record(
        podEvent('a', 'build-pod'),
        podEvent('b', 'build-pod', later + 1),
      );
      expect(namesIn(await listOf('uid-1'))).toEqual(['a']);
      expect(namesIn(await listOf('uid-2'))).toEqual(['b']);
    });

    it('does not take the pod of another namespace or cluster', async () => {
      const { record, stores } = await open(
        taskRun('uid-1', { name: 'build', pod: 'build-pod' }),
      );
      const elsewhere = podEvent('a', 'build-pod');
      const events = [
        { ...elsewhere, subject: { ...elsewhere.subject, namespace: 'other' } },
      ];
      expect(await record(...events)).toEqual(events);
      const same = [podEvent('a', 'build-pod'), event('b', { uid: 'uid-1' })];
      expect(await stores.events.record('another', same)).toEqual(same);
    });

    it('window 10: goes on to add events of a run that is over or gone', async () => {
      const { record, listOf, stores } = await open(
        taskRun('uid-1', { name: 'build', pod: 'build-pod' }),
      );
      await record(event('a', { uid: 'uid-1' }));
      await stores.capture.record(testScope('taskruns', 'TaskRun'), [
        {
          ...taskRun('uid-1', { name: 'build', pod: 'build-pod' }),
          resourceVersion: 2,
          sighting: 'deleted',
        },
      ]);
      await record(event('b', { uid: 'uid-1' }), podEvent('c', 'build-pod'));
      expect(namesIn(await listOf('uid-1'))).toEqual(['a', 'b', 'c']);
    });

    it('lets several processes write at once', async () => {
      const { record, listOf } = await open(taskRun('uid-1'));
      await Promise.all(
        ['a', 'b', 'c', 'd'].map(name => record(event(name, { uid: 'uid-1' }))),
      );
      expect(namesIn(await listOf('uid-1'))).toEqual(['a', 'b', 'c', 'd']);
    });

    it('takes nothing back for a process that comes late with what was', async () => {
      const { record, listOf } = await open(taskRun('uid-1'));
      const early = event('a', { uid: 'uid-1' }, { count: 1 });
      await record(
        event('a', { uid: 'uid-1' }, { count: 3 }),
        event('b', { uid: 'uid-1' }),
      );
      const stored = await listOf('uid-1');
      await record(early);
      expect(await listOf('uid-1')).toEqual(stored);
      await Promise.all([
        record(early, event('c', { uid: 'uid-1' })),
        record(event('a', { uid: 'uid-1' }, { count: 4 })),
        record(early, event('d', { uid: 'uid-1' })),
      ]);
      const last = await listOf('uid-1');
      expect(namesIn(last)).toEqual(['a', 'b', 'c', 'd']);
      expect(last?.list.items[0].count).toBe(4);
    });

    it('locks nothing for long if its process stops in the middle of a write', async () => {
      const { db, record } = await open(taskRun('uid-1'));
      const statements: string[] = [];
      db.on('query', ({ sql }) => statements.push(sql));
      await record(event('a', { uid: 'uid-1' }));
      const limits = statements.findIndex(sql =>
        sql.includes('idle_in_transaction_session_timeout'),
      );
      // SQLite has one process.
      expect(limits >= 0).toBe(databaseId !== 'SQLITE_3');
      const before = statements.slice(0, Math.max(limits, 0));
      expect(before).toEqual(
        before.filter(sql => /^(begin|select set_config)\b/i.test(sql)),
      );
    });

    it('extends what a client stored in its place, if it is a list of events', async () => {
      const { record, listOf, stores, result } = await open(
        taskRun('uid-1'),
        taskRun('uid-2'),
        taskRun('uid-3'),
      );
      const put = (uid: string, type: string, payload?: JsonObject) =>
        stores.writer.createRecord(
          {
            cluster: TEST_CLUSTER,
            ...PLACE,
            record: eventListName(result?.uid ?? '', uid),
          },
          payload && {
            type,
            payload,
            json: Buffer.from(JSON.stringify(payload)),
          },
        );
      await put('uid-1', 'results.tekton.dev/v1.EventList', {
        metadata: { resourceVersion: '7' },
        items: [event('old', {}).item, 'no event'],
      });
      await put('uid-2', 'example.com/v1.Note', { items: 'mine' });
      await put('uid-3', '');
      expect(
        await record(
          event('x', { uid: 'uid-1' }),
          event('x', { uid: 'uid-2' }),
          event('x', { uid: 'uid-3' }),
        ),
      ).toEqual([]);
      const extended = await listOf('uid-1');
      expect(namesIn(extended)).toEqual(['old', 'x']);
      expect(extended?.list.metadata).toEqual({ resourceVersion: '7' });
      expect(await listOf('uid-2')).toMatchObject({
        type: 'example.com/v1.Note',
        list: { items: 'mine' },
      });
      expect(namesIn(await listOf('uid-3'))).toEqual(['x']);
    });
  },
);
