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

import { parseTimestamp, type CelTimestamp } from '../values/CelTimestamp';
import type { FilterDocument } from '../evaluation/compileFilter';
import type { CelValue } from '../evaluation/CelValue';
import { FULL_NAME } from '../language/environments';

const BUILD_UID = '5d2c1f0e-8a34-4c6b-9d57-0b1e6a3f2c11';

/** A PipelineRun that failed on a Saturday night, which is Sunday in Berlin. */
const failedBuild = record(
  {
    cluster: 'prod',
    parent: 'shop',
    name: BUILD_UID,
    data_type: 'tekton.dev/v1.PipelineRun',
  },
  {
    kind: 'PipelineRun',
    metadata: {
      name: 'checkout-build-x7k2p',
      namespace: 'shop',
      uid: BUILD_UID,
      generation: 1,
      creationTimestamp: '2026-03-07T23:10:00Z',
      labels: { 'tekton.dev/pipeline': 'checkout-build', team: 'payments' },
      annotations: { 'example.com/repository': 'acme/checkout' },
    },
    spec: {
      params: [
        { name: 'environment', value: 'prod' },
        { name: 'revision', value: 'main' },
        { name: 'image', value: 'checkout' },
      ],
      timeouts: { pipeline: '1h0m0s' },
    },
    status: {
      startTime: '2026-03-07T23:11:30Z',
      completionTime: '2026-03-07T23:29:00Z',
      conditions: [
        {
          type: 'Succeeded',
          status: 'False',
          reason: 'Failed',
          message: 'Tasks Completed: 2 (Failed: 1, Cancelled 0), Skipped: 1',
        },
      ],
      childReferences: [
        { kind: 'TaskRun', pipelineTaskName: 'lint' },
        { kind: 'TaskRun', pipelineTaskName: 'unit-tests' },
      ],
      skippedTasks: [{ name: 'deploy', reason: 'ParentTasksWereSkipped' }],
    },
  },
);

/** Its task that failed at the second try. */
const failedTask = record(
  {
    cluster: 'prod',
    parent: 'shop',
    name: '7b1f6c52-2f0a-4b7e-8f0d-6f2f2d1c9a01',
    data_type: 'tekton.dev/v1.TaskRun',
  },
  {
    kind: 'TaskRun',
    metadata: {
      name: 'checkout-build-x7k2p-unit-tests',
      namespace: 'shop',
      creationTimestamp: '2026-03-07T23:11:31Z',
      labels: {
        'tekton.dev/pipelineRun': 'checkout-build-x7k2p',
        'tekton.dev/pipelineTask': 'unit-tests',
      },
      ownerReferences: [{ kind: 'PipelineRun', uid: BUILD_UID }],
    },
    spec: { serviceAccountName: 'builder' },
    status: {
      startTime: '2026-03-07T23:11:32Z',
      completionTime: '2026-03-07T23:28:50Z',
      conditions: [
        { type: 'Succeeded', status: 'False', reason: 'Failed', message: '' },
      ],
      taskSpec: { steps: [{ name: 'prepare' }, { name: 'test' }] },
      steps: [
        { name: 'prepare', terminated: { exitCode: 0, reason: 'Completed' } },
        { name: 'test', terminated: { exitCode: 137, reason: 'OOMKilled' } },
      ],
      retriesStatus: [{ conditions: [] }],
    },
  },
);

/** A task that succeeded, on a Tuesday. */
const imageTask = record(
  {
    cluster: 'staging',
    parent: 'shop-test',
    name: '0c9e5a7d-5f3c-4e55-9a39-8f4f0f6d7b02',
    data_type: 'tekton.dev/v1.TaskRun',
  },
  {
    kind: 'TaskRun',
    metadata: {
      name: 'nightly-e2e-9zq4v',
      namespace: 'shop-test',
      creationTimestamp: '2026-03-10T13:00:00Z',
      labels: { team: 'platform' },
      annotations: { 'acme/checked': 'yes' },
    },
    spec: { params: [{ name: 'environment', value: 'test' }] },
    status: {
      startTime: '2026-03-10T13:00:01Z',
      completionTime: '2026-03-10T13:05:00Z',
      conditions: [
        {
          type: 'Succeeded',
          status: 'True',
          reason: 'Succeeded',
          message: 'All Steps have completed executing',
        },
      ],
      steps: [{ name: 'build', terminated: { exitCode: 0 } }],
      results: [
        { name: 'IMAGE_URL', value: 'registry.example.com/checkout:1.4' },
      ],
    },
  },
);

/** A PipelineRun of an old version that took too long, on the first of April. */
const slowRun = record(
  {
    cluster: 'staging',
    parent: 'search',
    name: '1f7a8f7b-93c5-4d64-bb0a-52f1f0a3e703',
    data_type: 'tekton.dev/v1beta1.PipelineRun',
  },
  {
    kind: 'PipelineRun',
    metadata: {
      name: 'reindex-2',
      creationTimestamp: '2026-04-01T09:59:59Z',
      labels: { 'tekton.dev/pipeline': 'reindex', team: 'search' },
      annotations: { owner: 'search' },
    },
    status: {
      startTime: '2026-04-01T10:00:00Z',
      completionTime: '2026-04-01T11:00:00Z',
      conditions: [
        {
          type: 'Succeeded',
          status: 'False',
          reason: 'PipelineRunTimeout',
          message: 'PipelineRun "reindex-2" failed to finish within "1h0m0s"',
        },
      ],
      childReferences: [{ kind: 'TaskRun', pipelineTaskName: 'reindex' }],
      skippedTasks: [],
    },
  },
);

/** A run that waits for someone. */
const approval = record(
  {
    cluster: 'prod',
    parent: 'shop',
    name: '2a6d2f3e-46a1-4a9f-8f0c-1d2e3f4a5b04',
    data_type: 'tekton.dev/v1beta1.CustomRun',
  },
  {
    kind: 'CustomRun',
    metadata: { name: 'approve', creationTimestamp: '2026-03-11T08:00:00Z' },
    status: {
      startTime: '2026-03-11T08:00:00Z',
      conditions: [{ type: 'Succeeded', status: 'Unknown', reason: 'Running' }],
    },
  },
);

/** A run in a night of February. */
const cleanUp = record(
  {
    cluster: 'prod',
    parent: 'search',
    name: '3c8b1f0a-7d92-4e0b-a1c4-5e6f7a8b9c05',
    data_type: 'tekton.dev/v1.PipelineRun',
  },
  {
    kind: 'PipelineRun',
    metadata: {
      name: 'clean-up',
      creationTimestamp: '2026-02-17T04:00:00Z',
      labels: { 'tekton.dev/pipeline': 'clean-up' },
    },
    status: {
      startTime: '2026-02-17T04:00:00Z',
      completionTime: '2026-02-17T04:00:30Z',
      conditions: [{ type: 'Succeeded', status: 'True', reason: 'Succeeded' }],
    },
  },
);

/** Records that the filters of the page for users tell apart. */
export const DOCUMENTED_RECORDS: readonly FilterDocument[] = [
  failedBuild,
  failedTask,
  imageTask,
  slowRun,
  approval,
  cleanUp,
];

/** The same for Results. */
export const DOCUMENTED_RESULTS: readonly FilterDocument[] = [
  document({
    cluster: 'prod',
    parent: 'shop',
    uid: '3f0e7d11-0c6b-4a7f-9a40-7b0a54a3c105',
    annotations: {
      'example.com/repository': 'acme/checkout',
      'object.metadata.name': 'checkout-build-x7k2p',
    },
    'summary.record': `shop/results/${BUILD_UID}/records/${BUILD_UID}`,
    'summary.type': 'tekton.dev/v1.PipelineRun',
    'summary.status': 2n,
    'summary.start_time': time('2026-03-07T23:11:30Z'),
    'summary.end_time': time('2026-03-07T23:29:00Z'),
    'summary.annotations': { branch: 'feat/basket' },
    create_time: time('2026-03-07T23:10:01Z'),
    update_time: time('2026-03-07T23:29:01Z'),
  }),
  document({
    cluster: 'prod',
    parent: 'shop',
    uid: '4d1c6b22-1d7c-4b8f-8b51-8c1b65b4d206',
    annotations: {},
    'summary.record': 'shop/results/a/records/a',
    'summary.type': 'tekton.dev/v1.TaskRun',
    'summary.status': 1n,
    'summary.start_time': time('2025-12-31T22:00:00Z'),
    'summary.end_time': time('2025-12-31T22:01:00Z'),
    'summary.annotations': { branch: 'main' },
    create_time: time('2025-12-31T22:00:00Z'),
    update_time: time('2025-12-31T22:01:01Z'),
  }),
  document({
    cluster: 'staging',
    parent: 'search',
    uid: '5e2d7c33-2e8d-4c9f-9c62-9d2c76c5e307',
    annotations: { 'object.metadata.name': 'reindex-3' },
    'summary.record': 'search/results/b/records/b',
    'summary.type': 'tekton.dev/v1.PipelineRun',
    'summary.status': 0n,
    'summary.start_time': time('2026-04-02T10:00:00Z'),
    'summary.annotations': {},
    create_time: time('2026-04-02T10:00:00Z'),
    update_time: time('2026-04-02T10:00:00Z'),
  }),
];

function record(
  variables: {
    cluster: string;
    parent: string;
    name: string;
    data_type: string;
  },
  data: CelValue,
): FilterDocument {
  const { parent, name } = variables;
  return document({
    ...variables,
    result_name: name,
    [FULL_NAME]: `${parent}/results/${name}/records/${name}`,
    data,
  });
}

function document(values: Readonly<Record<string, CelValue>>): FilterDocument {
  return variable => values[variable];
}

function time(text: string): CelTimestamp {
  const parsed = parseTimestamp(text);
  if (!parsed) {
    throw new Error(`${text} is no time`);
  }
  return parsed;
}
