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
import { storeRuns } from '../../__testUtils__/madeUpRuns';
import {
  lastRecordedEvents,
  TEST_CLUSTER,
} from '../../__testUtils__/recordedRuns';

jest.setTimeout(60_000);

const [{ scope, captured }] = lastRecordedEvents().filter(
  event => event.captured.facts.kind === 'PipelineRun',
);
const { uid, namespace } = captured.facts;

describe.each(TESTED_DATABASES.eachSupportedId())(
  'runs of other namespaces on %s',
  databaseId => {
    async function post(parent: string) {
      const { stores } = await createTestStores(databaseId);
      const name = { cluster: TEST_CLUSTER, parent, result: 'r', record: 'n' };
      await stores.writer.createResult(name, { annotations: {} });
      const payload = {
        ...captured.payload,
        metadata: {
          ...(captured.payload.metadata as object),
          resourceVersion: '1',
        },
      };
      await stores.writer.createRecord(name, {
        type: captured.dataType,
        json: Buffer.from(JSON.stringify(payload)),
        payload,
      });
      return stores;
    }
    const inNamespace = (value: string) => ({
      kind: 'namespace' as const,
      values: [value],
    });

    it('are not captured into what somebody posted in a namespace of theirs', async () => {
      const stores = await post('elsewhere');
      await stores.capture.record(scope, [captured]);
      const ref = { cluster: TEST_CLUSTER, uid };
      expect(
        await stores.runs.get({ ...ref, access: inNamespace('elsewhere') }),
      ).toBeUndefined();
      expect(
        await stores.runs.get({ ...ref, access: inNamespace(namespace) }),
      ).toMatchObject({ parent: namespace });
    });

    it('are not said to have failed by a task that somebody posted', async () => {
      const { stores } = await createTestStores(databaseId);
      const events = lastRecordedEvents();
      const task = events.find(
        ({ captured: { facts } }) =>
          facts.kind === 'TaskRun' &&
          facts.status === 'failed' &&
          facts.ownerUid,
      )!;
      const failed = events.find(
        ({ captured: { facts } }) => facts.uid === task.captured.facts.ownerUid,
      )!;
      await stores.capture.record(failed.scope, [failed.captured]);
      const theirs = {
        cluster: TEST_CLUSTER,
        parent: 'elsewhere',
        result: 'r',
        record: 'n',
      };
      const payload = {
        ...task.captured.payload,
        metadata: {
          ...(task.captured.payload.metadata as object),
          namespace: 'elsewhere',
        },
      };
      await stores.writer.createResult(theirs, { annotations: {} });
      await stores.writer.createRecord(theirs, {
        type: task.captured.dataType,
        json: Buffer.from(JSON.stringify(payload)),
        payload,
      });
      const ref = { cluster: TEST_CLUSTER, uid: failed.captured.facts.uid };
      expect((await stores.runs.get(ref))?.summary.failure).toBeUndefined();
    });

    it('are none of the tasks of a run that they name as their owner', async () => {
      const { stores } = await createTestStores(databaseId);
      const run = { ago: 60, name: 'x', status: { conditions: [] } };
      const theirs = {
        ...run,
        kind: 'TaskRun',
        namespace: 'elsewhere',
      } as const;
      await storeRuns(stores, [
        { ...run, uid: 'main' },
        { ...run, uid: 'own', kind: 'TaskRun', owner: 'main' },
        { ...theirs, uid: 'forged', owner: 'main' },
      ]);
      const unknown = await stores.events.record(
        TEST_CLUSTER,
        (
          [
            ['shop', 'own'],
            ['elsewhere', 'forged'],
          ] as const
        ).map(([place, about]) => ({
          subject: { kind: 'TaskRun', namespace: place, name: 'x', uid: about },
          time: 0,
          item: { metadata: { name: `of-${about}`, namespace: place } },
        })),
      );
      expect(unknown).toEqual([]);
      const ref = { cluster: TEST_CLUSTER, uid: 'main' };
      const { runs, steward, logCapture } = stores;
      const main = await runs.get(ref);
      const [shown] = await runs.withTasks([main!.summary], undefined);
      const told = {
        children: (await runs.children(ref)).map(child => child.summary.uid),
        tasks: shown.tasks?.length,
        events: (await runs.events(ref)).map(events => events.uid),
        stewarded: (await steward.children(TEST_CLUSTER, 'main')).map(
          child => child.uid,
        ),
        logged: (await logCapture.children(TEST_CLUSTER, 'main')).map(
          child => child.uid,
        ),
      };
      expect(told).toEqual({
        children: ['own'],
        tasks: 1,
        events: ['own'],
        stewarded: ['own'],
        logged: ['own'],
      });
      expect(
        (await runs.events({ ...ref, uid: 'forged' })).map(
          events => events.uid,
        ),
      ).toEqual(['forged']);
    });

    it('are not taken over by it when their own Record is deleted', async () => {
      const { stores } = await createTestStores(databaseId);
      await stores.capture.record(scope, [captured]);
      const place = { cluster: TEST_CLUSTER, ...captured.group };
      const theirs = { ...place, parent: 'elsewhere' };
      await stores.writer.createResult(theirs, { annotations: {} });
      await stores.writer.createRecord(theirs, {
        type: captured.dataType,
        json: Buffer.from(JSON.stringify(captured.payload)),
        payload: captured.payload,
      });
      await stores.writer.deleteRecord(place);
      await stores.capture.record(scope, [captured]);
      expect(
        await stores.runs.get({ cluster: TEST_CLUSTER, uid }),
      ).toMatchObject({ parent: namespace });
    });
  },
);
