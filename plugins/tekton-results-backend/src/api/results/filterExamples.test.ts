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
import express, { type Express } from 'express';
import request from 'supertest';
import {
  createTestStores,
  TESTED_DATABASES,
} from '../../__testUtils__/databases';
import { storeDocuments } from '../../__testUtils__/storeDocuments';
import type { Stores } from '../../store';
import {
  EXAMPLE_RECORDS,
  EXAMPLE_RESULTS,
  storeExampleResults,
} from './__testUtils__/filterExamples';
import { testApi } from './__testUtils__/openApi';
import { createResultsRouter } from './createResultsRouter';

jest.setTimeout(60_000);

/** What a filter finds, by keys of the data; or the column of its mistake. */
type Answer<Key> = readonly Key[] | { readonly mistakeAt: number };
/** The number of the example in the specification of the Results API. */
type Example<Key> = readonly [
  number: number,
  filter: string,
  answer: Answer<Key>,
];
type RecordKey = keyof typeof EXAMPLE_RECORDS;
type ResultKey = keyof typeof EXAMPLE_RESULTS;

const keysOf = <Key extends string>(object: Record<Key, unknown>) =>
  Object.keys(object) as Key[];
const ALL_RECORDS = keysOf(EXAMPLE_RECORDS);

/** Every Record but some. */
function except(...keys: RecordKey[]): RecordKey[] {
  return ALL_RECORDS.filter(key => !keys.includes(key));
}

const NAMED = except('receipt', 'odd', 'otherB', 'quote');
const COMPLETED: RecordKey[] = [
  'nightly',
  'web',
  'old',
  'myx',
  'percent',
  'newYear',
];
const AFTER_APRIL: RecordKey[] = ['nightly', 'web', 'percent'];

/** Examples on Records. What upstream refuses or answers wrongly works. */
const RECORD_EXAMPLES: readonly Example<RecordKey>[] = [
  [1, 'name == "4f1c"', ['nightly', 'receipt']],
  [2, 'name == "team/results/r1/records/4f1c"', ['nightly']],
  [3, 'name.endsWith("records/4f1c")', ['nightly', 'receipt']],
  [4, 'result_name == "r1" && parent == "team"', ['nightly', 'web']],
  [5, 'parent in ["team","ops"]', except('a', 'b', 'otherB', 'quote')],
  [6, 'data_type == TASK_RUN', ['web']],
  [7, 'data_type == "TASK_RUN"', ['receipt']],
  [
    8,
    'data_type in [PIPELINE_RUN, "tekton.dev/v1beta1.PipelineRun"]',
    ['nightly', 'newYear'],
  ],
  [9, 'data_type.matches("TaskRun$")', ['web', 'old']],
  [10, 'data.metadata.name == "nightly-7"', ['nightly']],
  [
    11,
    'data.metadata.name != "nightly-7"',
    NAMED.filter(key => key !== 'nightly'),
  ],
  [12, 'data.metadata.missing != "x"', ['myx']],
  [13, 'data.metadata.missing == null', except('myx', 'percent')],
  [14, 'data.metadata.labels["tekton.dev/pipeline"] == "build"', ['nightly']],
  [15, "data.metadata.labels['tekton.dev/pipelineRun'] == 'pr-1'", ['web']],
  [16, 'data.metadata.labels["app"] in ["web","api"]', ['nightly', 'web']],
  [17, 'data.metadata.labels["app"] != "web"', ['web', 'old']],
  [18, 'data.metadata.labels.app == "web"', ['nightly']],
  [19, 'data.metadata.name.contains("nightly")', ['nightly']],
  [20, 'data.metadata.name.startsWith("my_")', ['old']],
  [21, 'data.metadata.name.startsWith("%")', ['percent']],
  [22, 'data.metadata.name.endsWith("-deploy")', ['old']],
  [23, 'data.metadata.name.matches("^web-[0-9]+$")', ['web']],
  [24, 'data.metadata.name.matches("(?i)^WEB")', ['web', 'newYear']],
  [25, 'data.metadata.name.matches("[")', { mistakeAt: 28 }],
  [
    26,
    'data.metadata.annotations.contains("acme/widgets")',
    ['nightly', 'old'],
  ],
  [27, '!(data.metadata.annotations.contains("x"))', ['nightly', 'old']],
  [28, 'data.status.conditions[0].reason == "Failed"', ['nightly']],
  [29, 'data.status.conditions[-1].status == "True"', ['web', 'old', 'myx']],
  [30, 'data.status.conditions[0]["reason"] == "Failed"', ['nightly']],
  [31, 'data.status.conditions[0] == "x"', ['odd']],
  [
    32,
    `data.status.conditions.contains('"reason": "Failed"')`,
    ['nightly', 'old', 'newYear'],
  ],
  [33, '!(data.status.conditions[0].status == "True")', ['nightly', 'old']],
  [34, 'data.spec.params[0].value == "prod"', ['nightly', 'old']],
  [35, 'data.spec.timeout == "1h0m0s"', ['nightly']],
  [36, 'data.kind == "TaskRun"', ['web', 'old']],
  [37, 'data["kind"] == "TaskRun"', ['web', 'old']],
  [
    38,
    'data["kind"] != "TaskRun"',
    ['nightly', 'myx', 'percent', 'newYear', 'receipt', 'odd'],
  ],
  [39, 'data["kind"].startsWith("Pipe")', ['nightly', 'newYear']],
  [40, 'data["metadata"].name == "web-1"', ['web']],
  [41, 'data["metadata"]["name"] == "web-1"', ['web']],
  [42, 'data.metadata["name"] == "web-1"', ['web']],
  [43, 'data["metadata"].contains("web-1")', ['web']],
  [44, 'data.contains("web")', ['nightly', 'web']],
  [45, 'data.metadata.generation == 3', ['nightly']],
  [46, 'data.metadata.generation == "3"', ['nightly', 'myx']],
  [47, 'data.metadata.generation < "5"', ['nightly', 'web', 'myx']],
  [48, 'data.status.ok == true', ['nightly']],
  [48, 'data.status.ok', ['nightly']],
  [
    49,
    'data.status.completionTime > timestamp("2024-05-01T00:00:00Z")',
    AFTER_APRIL,
  ],
  [
    50,
    'timestamp("2024-05-01T00:00:00Z") < data.status.completionTime',
    AFTER_APRIL,
  ],
  [
    51,
    'timestamp(data.status.completionTime) >= timestamp("2024-05-01")',
    [...AFTER_APRIL, 'myx'],
  ],
  [
    52,
    'data.status.completionTime > "2024-05-01T00:00:00Z"',
    [...AFTER_APRIL, 'old'],
  ],
  [53, 'data.status.completionTime > timestamp("rubbish")', { mistakeAt: 40 }],
  [54, 'data.status.completionTime > timestamp(1714521600)', AFTER_APRIL],
  [
    55,
    'data.status.completionTime > data.status.startTime',
    ['nightly', 'web', 'old', 'myx'],
  ],
  [
    56,
    'data.status.completionTime - data.status.startTime > duration("5m")',
    ['nightly', 'old', 'myx'],
  ],
  [57, 'data.status.completionTime.getDate() == 7', ['nightly']],
  [58, 'data.status.completionTime.getDayOfMonth() == 6', ['nightly']],
  [59, 'data.status.completionTime.getDayOfWeek() in [0, 6]', ['newYear']],
  [
    60,
    'data.status.completionTime.getDayOfYear() == 0',
    ['newYear', 'percent'],
  ],
  [
    61,
    'data.status.completionTime.getFullYear() == 2024',
    ['nightly', 'web', 'old', 'myx'],
  ],
  [62, 'data.status.completionTime.getHours() >= 9', ['web', 'old', 'newYear']],
  [
    63,
    'data.status.completionTime.getDate("Europe/Paris") == 7',
    ['nightly', 'web'],
  ],
  [64, 'has(data.status.completionTime)', COMPLETED],
  [65, 'has(data.status)', [...COMPLETED, 'odd', 'b']],
  [66, 'size(data.spec.params) >= 3', ['nightly']],
  [67, 'data.spec.params.exists(p, p.name == "env")', ['nightly', 'web']],
  [68, 'name + "-" + result_name == "a-b"', ['a']],
  [69, 'data.metadata.name + data.metadata.namespace == "ab"', ['a']],
  [70, 'data.metadata.labels["a"] + "z" == "bz"', ['a']],
  [71, 'name == "it\'s"', ['quote']],
  [72, 'name in []', []],
  [73, 'data.metadata.name in ["a", 2]', ['a', 'two']],
  [74, 'string(data.metadata.generation) == "3"', ['nightly', 'myx']],
  [75, 'name == "a" || name == "b" && parent == "t"', ['a', 'b']],
  [76, 'true', ALL_RECORDS],
  [76, '1 == 1', ALL_RECORDS],
  [77, '5u == 6u', []],
  [78, 'matches(name, "x")', ['myx']],
  [79, 'name', { mistakeAt: 1 }],
  [80, 'data.metadata', { mistakeAt: 1 }],
  [81, 'data', { mistakeAt: 1 }],
  [82, 'name == 1', { mistakeAt: 1 }],
  [83, 'uid == "x"', { mistakeAt: 1 }],
  [83, 'create_time > timestamp("2024-05-01T00:00:00Z")', { mistakeAt: 1 }],
  [83, 'summary.status == SUCCESS', { mistakeAt: 1 }],
  [84, 'data.metadata.labels[?"a"] == "b"', { mistakeAt: 22 }],
];

/** Examples on Results. */
const RESULT_EXAMPLES: readonly Example<ResultKey>[] = [
  [85, 'summary.status == SUCCESS', ['success']],
  [86, 'summary.status in [FAILURE, TIMEOUT]', ['failure', 'timeout']],
  [
    87,
    '!(summary.status == SUCCESS)',
    ['failure', 'timeout', 'cancelled', 'running', 'plain'],
  ],
  [88, 'summary.status == "SUCCESS"', { mistakeAt: 1 }],
  [89, 'summary.type == PIPELINE_RUN', ['success', 'running']],
  [90, 'summary.type.contains("Pipeline")', ['success', 'timeout', 'running']],
  [91, 'summary.record == "team/results/r/records/r"', ['success']],
  [
    92,
    'summary.start_time >= timestamp("2024-05-01T00:00:00Z") && summary.end_time < timestamp("2024-06-01T00:00:00Z")',
    ['success', 'timeout'],
  ],
  [
    93,
    'summary.end_time > summary.start_time',
    ['success', 'failure', 'timeout'],
  ],
  [
    94,
    'summary.end_time - summary.start_time > duration("150s")',
    ['failure', 'timeout'],
  ],
  [95, 'summary.end_time == null', ['running', 'plain']],
  [96, 'has(summary.end_time)', ['success', 'failure', 'timeout', 'cancelled']],
  [
    97,
    'summary.startTime > timestamp("2024-05-01T00:00:00Z")',
    { mistakeAt: 9 },
  ],
  [98, 'summary.annotations["branch"] == "main"', ['success']],
  [99, 'summary.annotations["branch"] != "main"', ['failure', 'running']],
  [100, 'summary.annotations["branch"].startsWith("feat/")', ['failure']],
  [101, 'annotations["repo"] == "acme/widgets"', ['success']],
  [101, '"acme/widgets" == annotations["repo"]', ['success']],
  [102, 'annotations["repo"].startsWith("acme/")', ['success', 'failure']],
  [103, 'annotations["object.metadata.name"] == "web-1"', ['success']],
  [
    104,
    '!(annotations["repo"] == "acme/widgets")',
    ['failure', 'timeout', 'cancelled', 'running', 'plain'],
  ],
  [105, 'annotations["repo"] in ["acme/a","acme/b"]', ['failure']],
  [106, 'annotations.repo == "x"', ['cancelled']],
  [
    107,
    'create_time > timestamp("2024-05-01T00:00:00Z")',
    ['success', 'failure', 'cancelled', 'running', 'plain'],
  ],
  [108, 'create_time > "2024-05-01T00:00:00Z"', { mistakeAt: 1 }],
  [
    109,
    'update_time >= create_time',
    ['success', 'failure', 'cancelled', 'running', 'plain'],
  ],
  [
    110,
    'create_time.getFullYear() == 2026',
    ['success', 'cancelled', 'running', 'plain'],
  ],
  [
    111,
    'create_time + duration("1h") > update_time',
    ['success', 'timeout', 'cancelled', 'running'],
  ],
  [112, 'uid.startsWith("4a")', ['success']],
  [113, 'parent.endsWith("-prod")', ['failure']],
  [114, 'name == "r1"', { mistakeAt: 1 }],
];

/** Asks the Results API over all clusters, or of one parent. */
async function ask(app: Express, path: string, filter: string) {
  const { status, body } = await request(app)
    .get(`/apis/results.tekton.dev/v1alpha2/parents/${path}`)
    .query({ filter, page_size: 1000 });
  return { status, body };
}

function expectMistake(
  answer: { status: number; body: { code?: number; message?: string } },
  column: number,
): void {
  expect(answer).toEqual({
    status: 400,
    body: {
      code: 3,
      message: expect.stringMatching(`^filter, line 1, column ${column}: `),
    },
  });
}

describe('the examples', () => {
  it('are all there', () => {
    const numbers = [...RECORD_EXAMPLES, ...RESULT_EXAMPLES].map(
      ([number]) => number,
    );
    expect([...new Set(numbers)]).toEqual(
      Array.from({ length: 114 }, (_, index) => index + 1),
    );
  });
});

describe.each(TESTED_DATABASES.eachSupportedId())(
  'filters of the Results API on %s',
  id => {
    let db: Knex;
    let stores: Stores;
    let app: Express;

    beforeAll(async () => {
      ({ db, stores } = await createTestStores(id));
      app = express().use(
        createResultsRouter(
          testApi({
            results: stores.results,
            summaries: stores.summaries,
            writer: stores.writer,
            clusterExists: () => false,
            defaultCluster: () => 'test',
          }),
        ).router,
      );
    });
    afterAll(() => stores.close());

    describe('on Records', () => {
      const keys = new Map(
        Object.entries(EXAMPLE_RECORDS).map(
          ([key, { parent, result, name }]) => [
            `${parent}/results/${result}/records/${name}`,
            key,
          ],
        ),
      );

      beforeAll(() => storeDocuments(db, Object.values(EXAMPLE_RECORDS)));
      afterAll(() => db('results').delete());

      it.each(RECORD_EXAMPLES)('%i: %s', async (_, filter, expected) => {
        const answer = await ask(app, '-/results/-/records', filter);
        if ('mistakeAt' in expected) {
          expectMistake(answer, expected.mistakeAt);
          return;
        }
        expect(answer).toMatchObject({ status: 200 });
        expect(answer.body).not.toHaveProperty('next_page_token');
        const found: Array<{ name: string }> = answer.body.records ?? [];
        expect(found.map(({ name }) => keys.get(name)).sort()).toEqual(
          [...expected].sort(),
        );
      });
    });

    describe('on Results', () => {
      beforeAll(() => storeExampleResults(db, stores.writer));

      it.each(RESULT_EXAMPLES)('%i: %s', async (_, filter, expected) => {
        const answer = await ask(app, '-/results', filter);
        if ('mistakeAt' in expected) {
          expectMistake(answer, expected.mistakeAt);
          return;
        }
        expect(answer).toMatchObject({ status: 200 });
        expect(answer.body).not.toHaveProperty('next_page_token');
        const found: Array<{ name: string }> = answer.body.results ?? [];
        expect(found.map(({ name }) => name.split('/').pop()).sort()).toEqual(
          [...expected].sort(),
        );
      });
    });
  },
);
