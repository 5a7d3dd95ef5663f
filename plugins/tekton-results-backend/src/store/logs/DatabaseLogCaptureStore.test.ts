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
} from '../../__testUtils__/databases';
import {
  lastRecordedEvents,
  TEST_CLUSTER,
} from '../../__testUtils__/recordedRuns';
import { logName } from '../derivedNames';
import type { LogDescription } from '../LogCaptureStore';

const events = lastRecordedEvents().filter(
  ({ captured }) => captured.sighting !== 'deleted',
);
const run = events.find(
  ({ captured: { facts } }) => facts.name === 'scan-evt',
)?.captured;
const lease = { name: 'watch/test', holder: 'a', epoch: 1 };

const DESCRIPTION: LogDescription = {
  type: 'File',
  path: 'test/ab/uid',
  size: 42,
  isStored: true,
};

describe.each(TESTED_DATABASES.eachSupportedId())(
  'DatabaseLogCaptureStore on %s',
  databaseId => {
    async function open() {
      const { db, stores } = await createTestStores(databaseId);
      for (const { scope, captured } of events) {
        await stores.capture.record(scope, [captured]);
      }
      if (!run) {
        throw new Error('It is not recorded');
      }
      const { uid } = run.facts;
      const result = await db('results as g')
        .join('records as r', 'r.result_seq', 'g.seq')
        .where({ 'r.capture_uid': uid })
        .first('g.uid', 'g.name', 'g.parent');
      const name = {
        cluster: TEST_CLUSTER,
        parent: String(result.parent),
        result: String(result.name),
        record: logName(result.uid, uid),
      };
      const logRecord = async () => {
        const row = await db('records').where({ name: name.record }).first();
        if (!row) {
          return undefined;
        }
        const record = await stores.results.getRecord(
          { cluster: TEST_CLUSTER },
          name,
        );
        return record?.data && JSON.parse(record.data.json.toString());
      };
      const undescribed = async () => {
        const uids: string[] = [];
        let after: string | undefined;
        do {
          const page = await stores.logCapture.undescribed({
            cluster: TEST_CLUSTER,
            after,
            limit: 7,
          });
          uids.push(...page.uids);
          after = page.next;
        } while (after);
        return uids;
      };
      const describeLog = (description = DESCRIPTION) =>
        stores.logCapture.describe({ cluster: TEST_CLUSTER, uid, description });
      return { db, stores, uid, name, logRecord, undescribed, describeLog };
    }

    it('writes the Log Record of a run once, as upstream does', async () => {
      const { uid, name, logRecord, describeLog } = await open();
      await describeLog();
      const expected = {
        apiVersion: 'results.tekton.dev/v1alpha3',
        kind: 'Log',
        metadata: {
          namespace: 'payments',
          name: 'scan-evt-log',
          uid: name.record,
        },
        spec: {
          resource: {
            kind: 'TaskRun',
            namespace: 'payments',
            name: 'scan-evt',
            uid,
          },
          type: 'File',
        },
        status: {
          path: 'test/ab/uid',
          size: 42,
          isStored: true,
          errorOnStoreMsg: '',
          isRetryableErr: false,
        },
      };
      expect(await logRecord()).toEqual(expected);
      await describeLog({ ...DESCRIPTION, size: 1 });
      expect(await logRecord()).toEqual(expected);
    });

    it('does not write again what a client has deleted', async () => {
      const { db, name, logRecord, describeLog } = await open();
      await describeLog();
      await db('records').where({ name: name.record }).delete();
      await describeLog();
      expect(await logRecord()).toBeUndefined();
    });

    it.each([
      ['leaves', true, 7],
      ['replaces', false, 42],
    ])(
      '%s the Record of somebody else whose log is stored: %s',
      async (_name, isStored, size) => {
        const { stores, name, logRecord, describeLog } = await open();
        const payload = {
          kind: 'Log',
          status: { path: 'theirs', size: 7, isStored },
        };
        await stores.writer.createRecord(name, {
          type: 'results.tekton.dev/v1alpha3.Log',
          json: Buffer.from(JSON.stringify(payload)),
          payload,
        });
        await describeLog();
        expect((await logRecord()).status.size).toBe(size);
      },
    );

    it('finds the runs that are not done with their logs, page by page', async () => {
      const { db, stores, uid, undescribed, describeLog } = await open();
      const expected = events
        .map(({ captured: { facts } }) => facts)
        .filter(({ kind }) => kind !== 'CustomRun')
        .map(facts => facts.uid);
      expect((await undescribed()).sort()).toEqual([...expected].sort());
      await describeLog();
      const [[gone], others] = [
        expected.filter(other => other !== uid).slice(0, 1),
        expected.filter(other => other !== uid),
      ];
      await db('records')
        .where({ capture_uid: gone })
        .update({ gone_time: new Date(), last_seen_time: new Date() });
      expect((await undescribed()).sort()).toEqual([...others].sort());
      const [logged] = await stores.logCapture.runs(TEST_CLUSTER, [gone]);
      expect(logged).toMatchObject({ gone: true, described: false });
      const [described] = await stores.logCapture.runs(TEST_CLUSTER, [uid]);
      expect(described).toMatchObject({
        described: true,
        status: 'failed',
        name: 'scan-evt',
      });
    });

    it('finds a run with a streaming log, however long it has been gone', async () => {
      const { db, stores, uid, undescribed } = await open();
      await stores.logs.open(
        [
          {
            cluster: TEST_CLUSTER,
            runUid: uid,
            attempt: 1,
            container: 'step-scan',
            kind: 'step',
            step: 'scan',
            position: 0,
            podName: 'scan-evt-pod',
          },
        ],
        {},
      );
      await db('records').update({
        gone_time: new Date(0),
        last_seen_time: new Date(0),
      });
      const [log] = await stores.logs.logsOf(TEST_CLUSTER, [uid]);
      await stores.logCapture.noteHole(log.id, { reason: 'rotated away' });
      expect(await stores.logs.logsOf(TEST_CLUSTER, [uid])).toMatchObject([
        { state: 'streaming', cause: 'rotated', reason: 'rotated away' },
      ]);
      expect(await undescribed()).toContain(uid);
    });

    it('tells which children of a PipelineRun are done with', async () => {
      const { stores } = await open();
      const parent = events.find(
        ({ captured: { facts } }) => facts.name === 'slow-cancelled',
      )?.captured.facts.uid;
      const children = () =>
        stores.logCapture.children(TEST_CLUSTER, String(parent));
      const [child] = await children();
      expect(await children()).toEqual([{ uid: child.uid, described: false }]);
      await stores.logCapture.describe({
        cluster: TEST_CLUSTER,
        uid: child.uid,
      });
      expect(await children()).toEqual([{ uid: child.uid, described: true }]);
    });

    it('tells nothing of runs of other namespaces that name a PipelineRun', async () => {
      const { stores } = await open();
      const { scope, captured } = events.find(
        event => event.captured.facts.name === 'slow-cancelled-first',
      )!;
      const { facts, group } = captured;
      const others = { namespace: 'others', uid: 'of-others' };
      await stores.capture.record(scope, [
        {
          ...captured,
          facts: { ...facts, ...others },
          group: { ...group, parent: others.namespace, record: others.uid },
        },
      ]);
      const owner = events.find(
        event => event.captured.facts.name === 'slow-cancelled',
      )!.captured.facts.uid;
      const named = { cluster: TEST_CLUSTER, uid: others.uid };
      expect((await stores.runs.get(named))?.summary.ownerUid).toBe(owner);
      const children = await stores.logCapture.children(TEST_CLUSTER, owner);
      expect(children.map(({ uid }) => uid)).toEqual([facts.uid]);
    });

    it('knows nothing of runs that are imported and were never in the cluster', async () => {
      const { db, stores, uid, undescribed } = await open();
      const parent = events.find(
        ({ captured: { facts } }) => facts.name === 'slow-cancelled',
      )?.captured.facts.uid;
      const children = () =>
        stores.logCapture.children(TEST_CLUSTER, String(parent));
      const whole = {
        cluster: TEST_CLUSTER,
        runUid: uid,
        attempt: 1,
        container: 'all',
        kind: 'whole',
        step: 'all',
        position: 0,
        podName: '',
      } as const;
      await stores.logs.openWhole(whole);
      // So the importer stores them.
      await db('records').update({
        gone_time: new Date(),
        last_seen_time: null,
      });
      expect(await undescribed()).toEqual([]);
      expect(await stores.logCapture.runs(TEST_CLUSTER, [uid])).toEqual([]);
      expect(await children()).toMatchObject([{ described: true }]);

      await db('records').update({ gone_time: null });
      expect(await undescribed()).toContain(uid);
      expect(await stores.logCapture.runs(TEST_CLUSTER, [uid])).toHaveLength(1);
      expect(await children()).toMatchObject([{ described: false }]);
    });

    it('writes nothing under a lease that is lost', async () => {
      const { stores, uid, logRecord } = await open();
      await expect(
        stores.logCapture.describe({
          cluster: TEST_CLUSTER,
          uid,
          description: DESCRIPTION,
          lease,
        }),
      ).rejects.toMatchObject({ name: 'LeaseLostError' });
      expect(await logRecord()).toBeUndefined();
    });
  },
);
