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
import {
  lastRecordedEvents,
  TEST_CLUSTER,
} from '../../__testUtils__/recordedRuns';
import { LeaseLostError } from '../Lease';
import type { LogSegment, LogStore, NewStepLog, StepLog } from '../LogStore';

type Outcome = Parameters<LogStore['settle']>[1];

jest.setTimeout(60_000);

const [first, second] = lastRecordedEvents().filter(
  ({ captured }) => captured.facts.kind === 'TaskRun',
);
const UID = first.captured.facts.uid;

function newLog(change: Partial<NewStepLog> = {}): NewStepLog {
  return {
    cluster: TEST_CLUSTER,
    runUid: UID,
    attempt: 1,
    container: 'step-build',
    kind: 'step',
    step: 'build',
    position: 0,
    podName: 'build-pod',
    ...change,
  };
}

function segmentAfter(log: StepLog, change: Partial<LogSegment> = {}) {
  return {
    number: log.segments,
    driver: 'database',
    key: `logs/${log.id}/${log.segments}`,
    firstLine: log.lines,
    firstByte: log.bytes,
    lines: 10,
    bytes: 1_000,
    storedBytes: 100,
    members: [
      { lines: 4, bytes: 400, storedBytes: 60 },
      { lines: 6, bytes: 600, storedBytes: 40 },
    ],
    ...change,
  };
}

describe.each(TESTED_DATABASES.eachSupportedId())(
  'DatabaseLogStore on %s',
  databaseId => {
    async function open(...logs: NewStepLog[]) {
      const { db, stores } = await createTestStores(databaseId);
      for (const { scope, captured } of [first, second]) {
        await stores.capture.record(scope, [captured]);
      }
      const opened = await stores.logs.open(logs, {});
      const append = async (log: StepLog) =>
        (await stores.logs.append(log, segmentAfter(log), {}))!;
      const deleteRecord = () =>
        db('records').where({ capture_uid: UID }).delete();
      const allDiscarded = () =>
        stores.logs.discarded({ drivers: ['database'], limit: 100 });
      return {
        db,
        logs: stores.logs,
        stores,
        opened,
        append,
        deleteRecord,
        allDiscarded,
      };
    }

    it('opens logs once, and gives them back by attempt and position', async () => {
      const names = [
        newLog({ attempt: 2, position: 1, container: 'step-b' }),
        newLog({ attempt: 2 }),
        newLog({ attempt: 1, position: 1, container: 'sidecar-x' }),
        newLog({ runUid: 'of-no-run' }),
        newLog({ cluster: 'another' }),
      ];
      const { logs, opened } = await open(...names);
      expect(
        opened.map(({ attempt, container }) => [attempt, container]),
      ).toEqual([
        [1, 'sidecar-x'],
        [2, 'step-build'],
        [2, 'step-b'],
      ]);
      expect(opened[1]).toEqual({
        ...newLog({ attempt: 2 }),
        id: expect.any(Number),
        state: 'streaming',
        bytes: 0,
        lines: 0,
        segments: 0,
        stateTime: TEST_NOW,
      });
      expect(await logs.open(names.slice(0, 1), {})).toEqual([opened[2]]);
      expect(await logs.logsOf(TEST_CLUSTER, [UID, 'of-no-run'])).toEqual(
        opened,
      );
      expect(await logs.logsOf('another', [UID])).toEqual([]);
    });

    describe('the log of all steps, which is imported', () => {
      const WHOLE = newLog({ container: 'all', kind: 'whole' });

      it('is opened once, and again if its import broke off', async () => {
        const { logs, append } = await open();
        const opened = (await logs.openWhole(WHOLE))!;
        expect(opened).toMatchObject({ ...WHOLE, state: 'streaming' });
        const longer = await append(opened);
        expect(await logs.openWhole(WHOLE)).toEqual(longer);
        const broken: Outcome = { state: 'partial', cause: 'failed' };
        await logs.settle(opened.id, broken, {});
        expect(await logs.openWhole(WHOLE)).toEqual(longer);
        await logs.settle(opened.id, { state: 'stored' }, {});
        expect(await logs.openWhole(WHOLE)).toBeUndefined();
        expect(await logs.openWhole({ ...WHOLE, runUid: 'none' })).toBe(
          undefined,
        );
      });

      it('takes the place of logs that were never captured', async () => {
        const ofAnother = newLog({ runUid: second.captured.facts.uid });
        const { logs, opened } = await open(newLog(), ofAnother);
        const gone = { state: 'neverCaptured', cause: 'podGone' } as const;
        for (const { id } of opened) {
          await logs.settle(id, gone, {});
        }
        const whole = await logs.openWhole(WHOLE);
        expect(await logs.logsOf(TEST_CLUSTER, [UID])).toEqual([whole]);
        expect(
          await logs.logsOf(TEST_CLUSTER, [ofAnother.runUid]),
        ).toHaveLength(1);
      });

      it.each<[string, Outcome | undefined]>([
        ['streaming', undefined],
        ['stored', { state: 'stored' }],
        ['partial', { state: 'partial', cause: 'failed' }],
      ])('leaves logs that are captured: %s', async (_state, outcome) => {
        const { logs, opened } = await open(
          newLog(),
          newLog({ container: 'step-b', position: 1 }),
        );
        await logs.settle(opened[0].id, { state: 'neverCaptured' }, {});
        if (outcome) {
          await logs.settle(opened[1].id, outcome, {});
        }
        const before = await logs.logsOf(TEST_CLUSTER, [UID]);
        expect(await logs.openWhole(WHOLE)).toBeUndefined();
        expect(await logs.logsOf(TEST_CLUSTER, [UID])).toEqual(before);
      });

      it('stays removed, and as long as it may be', async () => {
        const { logs, append } = await open();
        const opened = (await logs.openWhole(WHOLE))!;
        await append(opened);
        const tooLong = { state: 'partial', cause: 'tooLong' } as const;
        await logs.settle(opened.id, tooLong, {});
        expect(await logs.openWhole(WHOLE)).toBeUndefined();
        await logs.expire([opened.id], { cause: 'deleted' });
        expect(await logs.openWhole(WHOLE)).toBeUndefined();
      });
    });

    it('adds segments one after another', async () => {
      const {
        logs,
        opened: [log],
      } = await open(newLog());
      const resume = { time: '2026-11-21T10:00:00.5Z', lines: 2, hash: 'h' };
      const longer = await logs.append(log, segmentAfter(log), {
        resume,
        firstLineAt: 1_000,
        lastLineAt: 2_000,
      });
      expect(longer).toEqual({
        ...log,
        bytes: 1_000,
        lines: 10,
        segments: 1,
        firstLineAt: 1_000,
        lastLineAt: 2_000,
        resume,
      });
      const longest = await logs.append(longer!, segmentAfter(longer!), {
        firstLineAt: 3_000,
        lastLineAt: 4_000,
      });
      expect(longest).toMatchObject({
        bytes: 2_000,
        lines: 20,
        segments: 2,
        firstLineAt: 1_000,
        lastLineAt: 4_000,
      });
      expect(await logs.segments(log.id)).toEqual([
        segmentAfter(log),
        segmentAfter(longer!),
      ]);
    });

    it('adds nothing to a log that has more segments, is settled or is gone', async () => {
      const {
        logs,
        opened: [log],
        append,
        deleteRecord,
      } = await open(newLog());
      const longer = await append(log);
      const late = segmentAfter(log, { key: 'late' });
      expect(await logs.append(log, late, {})).toBeUndefined();

      await logs.settle(log.id, { state: 'stored' }, {});
      const more = segmentAfter(longer, { key: 'more' });
      expect(await logs.append(longer, more, {})).toBeUndefined();

      const [other] = await logs.open([newLog({ attempt: 2 })], {});
      await deleteRecord();
      expect(await logs.append(other, segmentAfter(other), {})).toBeUndefined();
      expect(await logs.segments(log.id)).toEqual([segmentAfter(log)]);
    });

    it('finds the segments that hold lines of a range', async () => {
      const {
        logs,
        opened: [log],
        append,
      } = await open(newLog());
      const [, , after] = [
        await append(log),
        await append((await logs.logsOf(TEST_CLUSTER, [UID]))[0]),
        await append((await logs.logsOf(TEST_CLUSTER, [UID]))[0]),
      ];
      expect(after.lines).toBe(30);
      const numbers = async (from: number, to: number) =>
        (await logs.segments(log.id, { from, to })).map(({ number }) => number);
      expect(await numbers(1, 10)).toEqual([0]);
      expect(await numbers(10, 11)).toEqual([0, 1]);
      expect(await numbers(21, 1_000)).toEqual([2]);
      expect(await numbers(31, 40)).toEqual([]);
    });

    it('settles a log once', async () => {
      const {
        logs,
        opened: [log],
      } = await open(newLog());
      const outcome = { cause: 'podGone', reason: 'gone\0' } as const;
      await logs.settle(log.id, { state: 'partial', ...outcome }, {});
      await logs.settle(log.id, { state: 'stored' }, {});
      expect(await logs.logsOf(TEST_CLUSTER, [UID])).toEqual([
        { ...log, state: 'partial', cause: 'podGone', reason: 'gone' },
      ]);
    });

    it('writes nothing under a lease that is lost', async () => {
      const {
        logs,
        stores,
        opened: [log],
      } = await open(newLog());
      const lease = (await stores.leases.acquire({
        name: 'watch/test',
        holder: 'first',
        ttlMs: 60_000,
      }))!;
      await stores.leases.release(lease);
      await stores.leases.acquire({
        name: 'watch/test',
        holder: 'second',
        ttlMs: 60_000,
      });
      const lost = { lease };
      await expect(logs.open([newLog()], lost)).rejects.toThrow(LeaseLostError);
      await expect(logs.append(log, segmentAfter(log), lost)).rejects.toThrow(
        LeaseLostError,
      );
      await expect(
        logs.settle(log.id, { state: 'stored' }, lost),
      ).rejects.toThrow(LeaseLostError);
      expect(await logs.logsOf(TEST_CLUSTER, [UID])).toEqual([log]);
    });

    it('expires logs, whose keys are discarded until they are forgotten', async () => {
      const { logs, opened, append, allDiscarded } = await open(
        newLog(),
        newLog({ attempt: 2 }),
      );
      await append(await append(opened[0]));
      await logs.settle(opened[1].id, { state: 'neverCaptured' }, {});
      await logs.expire(
        opened.map(({ id }) => id),
        { cause: 'policy', reason: 'after 30 days' },
      );
      const [expired, never] = await logs.logsOf(TEST_CLUSTER, [UID]);
      expect(expired).toEqual({
        ...opened[0],
        state: 'expired',
        cause: 'policy',
        reason: 'after 30 days',
        bytes: 2_000,
        lines: 20,
      });
      expect(never.state).toBe('neverCaptured');
      expect(await logs.segments(expired.id)).toEqual([]);

      const { keys, next } = await logs.discarded({
        drivers: ['database', 'other'],
        limit: 1,
      });
      const key = `logs/${opened[0].id}/0`;
      expect(keys).toEqual([{ driver: 'database', key }]);
      const rest = await logs.discarded({
        drivers: ['database'],
        after: next,
        limit: 100,
      });
      expect(rest.keys.map(item => item.key)).toEqual([
        `logs/${opened[0].id}/1`,
      ]);
      expect(await logs.discarded({ drivers: ['other'], limit: 1 })).toEqual({
        keys: [],
      });
      await logs.forget(keys);
      expect((await allDiscarded()).keys).toEqual(rest.keys);
    });

    it('discards the keys of logs whose Record is deleted', async () => {
      const { db, logs, opened, append, deleteRecord, allDiscarded } =
        await open(newLog(), newLog({ attempt: 2 }));
      await append(opened[0]);
      expect((await allDiscarded()).keys).toEqual([]);
      await deleteRecord();
      expect(await logs.logsOf(TEST_CLUSTER, [UID])).toEqual([]);
      expect((await allDiscarded()).keys).toEqual([
        { driver: 'database', key: `logs/${opened[0].id}/0` },
      ]);
      expect(await db('step_logs').pluck('id')).toEqual([]);
      expect(await db('log_segments').pluck('id')).toEqual([]);
    });

    it('has new logs for a run that is stored again', async () => {
      const { logs, opened, append, deleteRecord, stores } = await open(
        newLog(),
      );
      await append(opened[0]);
      await deleteRecord();
      await stores.capture.record(first.scope, [first.captured]);
      const [again] = await logs.open([newLog()], {});
      expect(again).toMatchObject({ lines: 0, segments: 0 });
      expect(again.id).not.toBe(opened[0].id);
    });

    it('tells keys that are in use or discarded from others', async () => {
      const { logs, opened, append } = await open(
        newLog(),
        newLog({ attempt: 2 }),
      );
      await append(opened[0]);
      await append(opened[1]);
      await logs.expire([opened[0].id], { cause: 'deleted' });
      const keys = [0, 1].map(index => `logs/${opened[index].id}/0`);
      expect(await logs.knownKeys('database', [...keys, 'x'])).toEqual(
        new Set(keys),
      );
      expect(await logs.knownKeys('other', keys)).toEqual(new Set());
      expect(await logs.keysOf({ driver: 'database', limit: 1 })).toEqual({
        keys: [{ key: keys[1], storedBytes: 100, logId: opened[1].id }],
        next: expect.any(Number),
      });
    });

    it('notes that bytes are lost, and keeps the numbers of lines', async () => {
      const { logs, opened, append, stores } = await open(
        newLog(),
        newLog({ attempt: 2 }),
      );
      const key = (number: number) => `logs/${opened[0].id}/${number}`;
      await append(await append(await append(opened[0])));
      await append(opened[1]);
      await logs.settle(opened[0].id, { state: 'stored' }, {});
      await logs.noteLost('another', [key(0)]);
      await logs.noteLost('database', [key(1), `logs/${opened[1].id}/0`]);
      const [lost, streaming] = await logs.logsOf(TEST_CLUSTER, [UID]);
      expect(lost).toMatchObject({
        state: 'partial',
        cause: 'bytesMissing',
        lines: 30,
        bytes: 3_000,
        lost: { lines: 10, bytes: 1_000 },
      });
      expect(
        (await logs.segments(lost.id)).map(segment => segment.lost),
      ).toEqual([undefined, true, undefined]);
      // More may come, so it is not over.
      expect(streaming).toMatchObject({ state: 'streaming' });
      expect(streaming.lost).toBeUndefined();
      expect(await append(streaming)).toBeDefined();

      const keys = async () =>
        (
          await stores.logs.keysOf({ driver: 'database', limit: 10 })
        ).keys.filter(({ logId }) => logId === lost.id);
      expect((await keys()).map(item => item.key)).toEqual([key(0), key(2)]);
      await logs.noteLost('database', [key(2)]);
      expect((await logs.logsOf(TEST_CLUSTER, [UID]))[0].lost).toEqual({
        lines: 20,
        bytes: 2_000,
      });
      // What turns up again is not taken for somebody else's.
      expect(await logs.knownKeys('database', [key(1)])).toEqual(
        new Set([key(1)]),
      );
      await logs.expire([lost.id], { cause: 'deleted' });
      expect(await logs.segments(lost.id)).toEqual([]);
    });

    it('lets several processes open and add at once', async () => {
      const { logs, opened } = await open(newLog());
      const [log] = opened;
      const again = await Promise.all(
        [1, 2, 3, 4].map(() => logs.open([newLog()], {})),
      );
      expect(again.flat()).toEqual([log, log, log, log]);
      const added = await Promise.all(
        ['a', 'b', 'c'].map(key =>
          logs.append(log, segmentAfter(log, { key }), {}),
        ),
      );
      expect(added.filter(Boolean)).toHaveLength(1);
      expect(await logs.segments(log.id)).toHaveLength(1);
    });
  },
);
