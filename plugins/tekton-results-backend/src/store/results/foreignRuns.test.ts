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
