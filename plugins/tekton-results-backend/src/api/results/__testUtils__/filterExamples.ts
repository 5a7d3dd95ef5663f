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
import type { TestDocument } from '../../../__testUtils__/storeDocuments';
import type { ResultContent, ResultName, ResultWriter } from '../../../store';
import { toDbTime } from '../../../store/tables';

/**
 * Records on which each documented filter tells those it means from those that
 * look like them.
 */
export const EXAMPLE_RECORDS = {
  nightly: {
    parent: 'team',
    result: 'r1',
    name: '4f1c',
    dataType: 'tekton.dev/v1.PipelineRun',
    data: {
      kind: 'PipelineRun',
      metadata: {
        name: 'nightly-7',
        namespace: 'team',
        generation: 3,
        labels: { 'tekton.dev/pipeline': 'build', app: 'web' },
        annotations: { repo: 'acme/widgets' },
      },
      spec: {
        timeout: '1h0m0s',
        serviceAccountName: 'web-1',
        params: [
          { name: 'env', value: 'prod' },
          { name: 'branch', value: 'main' },
          { name: 'debug', value: 'false' },
        ],
      },
      status: {
        ok: true,
        startTime: '2024-05-06T23:50:00Z',
        completionTime: '2024-05-07T00:10:00Z',
        conditions: [{ type: 'Succeeded', status: 'False', reason: 'Failed' }],
      },
    },
  },
  /** Ended at night in UTC, on the next day in Paris. */
  web: {
    parent: 'team',
    result: 'r1',
    name: 'web',
    dataType: 'tekton.dev/v1.TaskRun',
    data: {
      kind: 'TaskRun',
      metadata: {
        name: 'web-1',
        namespace: 'team',
        generation: 10,
        labels: { 'tekton.dev/pipelineRun': 'pr-1', app: 'api' },
        annotations: { note: 'x' },
      },
      spec: { timeout: '30m', params: [{ name: 'env', value: 'dev' }] },
      status: {
        ok: false,
        startTime: '2024-05-06T22:25:00Z',
        completionTime: '2024-05-06T22:30:00Z',
        conditions: [
          { type: 'Succeeded', status: 'True', reason: 'Succeeded' },
        ],
      },
    },
  },
  /** Times with an offset, a text that looks like true, a late condition. */
  old: {
    parent: 'ops',
    result: 'r2',
    name: 'old',
    dataType: 'tekton.dev/v1beta1.TaskRun',
    data: {
      kind: 'TaskRun',
      metadata: {
        name: 'my_task-deploy',
        generation: 7,
        labels: { 'tekton.dev/pipelineRun': 'pr-2', app: 'db' },
        annotations: { 'acme/widgets': 'y' },
      },
      spec: { params: [{ name: 'region', value: 'prod' }] },
      status: {
        ok: 'true',
        startTime: '2024-05-01T00:30:00+02:00',
        completionTime: '2024-05-01T01:00:00+02:00',
        conditions: [
          { type: 'Succeeded', status: 'Unknown', reason: 'Running' },
          { type: 'Signed', status: 'True', reason: 'Failed' },
        ],
      },
    },
  },
  /** Like `my_` with a wildcard; a number that is a text. */
  myx: {
    parent: 'ops',
    result: 'r2',
    name: 'myx',
    dataType: 'tekton.dev/v1.CustomRun',
    data: {
      kind: 'CustomRun',
      metadata: { name: 'myxtask', generation: '3', missing: 'y' },
      status: {
        startTime: '2024-04-30T23:50:00Z',
        completionTime: '2024-05-01T00:00:00Z',
        conditions: [
          { type: 'Succeeded', status: 'True', reason: 'FailedAtFirst' },
        ],
      },
    },
  },
  /** Ended in the new year in UTC, in the old one where it ran. */
  percent: {
    parent: 'ops',
    result: 'r2',
    name: 'percent',
    dataType: 'tekton.dev/v1.CustomRun',
    data: {
      kind: 'CustomRun',
      metadata: { name: '%41', missing: 'x' },
      status: { completionTime: '2024-12-31T23:30:00-01:00' },
    },
  },
  /** On a Sunday; its last condition is not the first. */
  newYear: {
    parent: 'ops',
    result: 'r2',
    name: 'new-year',
    dataType: 'tekton.dev/v1beta1.PipelineRun',
    data: {
      kind: 'PipelineRun',
      metadata: {
        name: 'WEB-Nightly',
        missing: null,
        labels: { 'tekton.dev/pipeline': 'deploy' },
      },
      status: {
        startTime: '2023-01-01T09:00:00Z',
        completionTime: '2023-01-01T09:00:00Z',
        conditions: [
          { type: 'Succeeded', status: 'True', reason: 'Succeeded' },
          { type: 'Signed', status: 'False', reason: 'Failed' },
        ],
      },
    },
  },
  /** Named as another one in another Result, and of next to no content. */
  receipt: {
    parent: 'ops',
    result: 'r1',
    name: '4f1c',
    dataType: 'TASK_RUN',
    data: { kind: 'Receipt' },
  },
  /** A condition that is a text. */
  odd: {
    parent: 'ops',
    result: 'r2',
    name: 'odd',
    dataType: 'tekton.dev/v1.TaskRunList',
    data: { kind: 'TaskRunList', status: { conditions: ['x'] } },
  },
  /** A name that is a number. */
  two: {
    parent: 'ops',
    result: 'r2',
    name: 'two',
    dataType: 'tekton.dev/v1.CustomRun',
    data: { metadata: { name: 2 } },
  },
  a: {
    parent: 'u',
    result: 'b',
    name: 'a',
    dataType: 'tekton.dev/v1.CustomRun',
    data: { metadata: { name: 'a', namespace: 'b', labels: { a: 'b' } } },
  },
  b: {
    parent: 't',
    result: 'b',
    name: 'b',
    dataType: 'tekton.dev/v1.CustomRun',
    data: {
      metadata: { name: '2', namespace: 'b', labels: { a: 'c' } },
      status: { startTime: '2024-05-07T09:00:00Z', completionTime: null },
    },
  },
  otherB: {
    parent: 'u',
    result: 'b',
    name: 'b',
    dataType: 'tekton.dev/v1.CustomRun',
    data: {},
  },
  quote: {
    parent: 'u',
    result: 'b',
    name: "it's",
    dataType: 'tekton.dev/v1.CustomRun',
    data: {},
  },
} as const satisfies Record<string, TestDocument>;

/** A Result to be found by filters. */
interface ExampleResult extends ResultContent {
  readonly parent: string;
  readonly uid: string;
  readonly createTime: string;
  readonly updateTime: string;
}

/** The same for Results; their keys are their names. */
export const EXAMPLE_RESULTS = {
  success: {
    parent: 'team',
    uid: '4a000000-0000-4000-8000-000000000001',
    createTime: '2026-01-01T00:00:00Z',
    updateTime: '2026-01-01T00:30:00Z',
    annotations: { repo: 'acme/widgets', 'object.metadata.name': 'web-1' },
    summary: {
      record: 'team/results/r/records/r',
      type: 'tekton.dev/v1.PipelineRun',
      status: 'SUCCESS',
      startTime: Date.parse('2024-05-01T00:00:00Z'),
      endTime: Date.parse('2024-05-01T00:02:30Z'),
      annotations: { branch: 'main' },
    },
  },
  failure: {
    parent: 'shop-prod',
    uid: 'b4a00000-0000-4000-8000-000000000002',
    createTime: '2025-12-31T23:30:00Z',
    updateTime: '2026-01-01T01:00:00Z',
    annotations: { repo: 'acme/a' },
    summary: {
      record: 'shop-prod/results/r/records/r',
      type: 'tekton.dev/v1.TaskRun',
      status: 'FAILURE',
      startTime: Date.parse('2024-05-31T23:50:00Z'),
      endTime: Date.parse('2024-06-01T00:00:00Z'),
      annotations: { branch: 'feat/x' },
    },
  },
  /** Changed before it was created, by its times. */
  timeout: {
    parent: 'prod-shop',
    uid: 'c0000000-0000-4000-8000-000000000003',
    createTime: '2024-05-01T00:00:00Z',
    updateTime: '2024-04-30T23:59:59Z',
    annotations: { repo: 'acme' },
    summary: {
      record: 'prod-shop/results/r/records/r',
      type: 'tekton.dev/v1beta1.PipelineRun',
      status: 'TIMEOUT',
      startTime: Date.parse('2024-05-10T08:00:00Z'),
      endTime: Date.parse('2024-05-10T09:00:00Z'),
      annotations: {},
    },
  },
  /** Ended as soon as it began. */
  cancelled: {
    parent: 'team',
    uid: 'd0000000-0000-4000-8000-000000000004',
    createTime: '2026-02-01T00:00:00Z',
    updateTime: '2026-02-01T00:00:00Z',
    annotations: { repo: 'x' },
    summary: {
      record: 'team/results/r/records/other',
      type: 'tekton.dev/v1.CustomRun',
      status: 'CANCELLED',
      startTime: Date.parse('2024-04-30T12:00:00Z'),
      endTime: Date.parse('2024-04-30T12:00:00Z'),
      annotations: {},
    },
  },
  running: {
    parent: 'team',
    uid: 'e0000000-0000-4000-8000-000000000005',
    createTime: '2026-03-01T00:00:00Z',
    updateTime: '2026-03-01T00:59:59Z',
    annotations: { 'object.metadata.name': 'web-2' },
    summary: {
      record: 'team/results/r/records/r2',
      type: 'tekton.dev/v1.PipelineRun',
      status: 'UNKNOWN',
      startTime: Date.parse('2024-05-02T00:00:00Z'),
      annotations: { branch: 'feat%' },
    },
  },
  /** Without a summary. */
  plain: {
    parent: 'team',
    uid: 'f0000000-0000-4000-8000-000000000006',
    createTime: '2026-04-01T00:00:00Z',
    updateTime: '2026-04-01T01:00:00Z',
    annotations: {},
  },
} as const satisfies Record<string, ExampleResult>;

/** Stores {@link EXAMPLE_RESULTS} with the ids and times that they have. */
export async function storeExampleResults(
  db: Knex,
  writer: ResultWriter,
): Promise<void> {
  const results: Array<[string, ExampleResult]> =
    Object.entries(EXAMPLE_RESULTS);
  for (const [result, { parent, annotations, summary, ...row }] of results) {
    const name: ResultName = { cluster: 'test', parent, result };
    await writer.createResult(name, { annotations, summary });
    await db('results')
      .where({ cluster: 'test', parent, name: result })
      .update({
        uid: row.uid,
        create_time: toDbTime(Date.parse(row.createTime)),
        update_time: toDbTime(Date.parse(row.updateTime)),
      });
  }
}
