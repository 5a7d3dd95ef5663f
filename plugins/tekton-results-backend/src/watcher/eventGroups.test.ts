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

import { createTestStores, TESTED_DATABASES } from '../__testUtils__/databases';
import { testScope } from '../__testUtils__/recordedRuns';
import { captureRun } from './captureRun';

const SCOPE = testScope('pipelineruns', 'PipelineRun');
const EVENT_ID = '7a1e9a0c-6a3b-4a39-8c4c-0f4f1f0a2b11';

function pipelineRun(name: string, createdAt: string, version: number) {
  const { captured, problem } = captureRun(
    {
      apiVersion: 'tekton.dev/v1',
      kind: 'PipelineRun',
      metadata: {
        name,
        namespace: 'shop',
        uid: `00000000-0000-4000-8000-00000000000${name}`,
        resourceVersion: String(version),
        creationTimestamp: createdAt,
        labels: { 'triggers.tekton.dev/triggers-eventid': EVENT_ID },
      },
    },
    'changed',
  );
  if (!captured) {
    throw new Error(problem);
  }
  return captured;
}

const first = pipelineRun('1', '2026-11-21T10:00:00Z', 11);
const second = pipelineRun('2', '2026-11-21T10:00:01Z', 12);

describe.each(TESTED_DATABASES.eachSupportedId())(
  'runs of one event, %s',
  databaseId => {
    it.each([
      ['in the order of their creation', [first, second]],
      ['the other way round', [second, first]],
    ])(
      'F2: share a Result whose summary is about the first, arriving %s',
      async (_, arriving) => {
        const { db, stores } = await createTestStores(databaseId);
        for (const run of arriving) {
          await stores.capture.record(SCOPE, [run]);
        }
        const results: Array<{ name: string; summary_record: string }> =
          await db('results').select('name', 'summary_record');
        expect(results).toEqual([
          {
            name: EVENT_ID,
            summary_record: `shop/results/${EVENT_ID}/records/${first.group.record}`,
          },
        ]);
        expect(
          await db('records').select('run_name').orderBy('run_name'),
        ).toEqual([{ run_name: '1' }, { run_name: '2' }]);
      },
    );
  },
);
