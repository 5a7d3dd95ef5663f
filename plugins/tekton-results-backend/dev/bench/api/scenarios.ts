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

import { HISTORY } from '../benchedHistory';

/** What clients of the Results API, and the screens, do most. */
export interface Scenario {
  readonly title: string;
  /** The request of a number, counted from 0 over all connections. */
  readonly request: (index: number) => {
    readonly method: string;
    /** Below that of the plugin. */
    readonly path: string;
    readonly body?: unknown;
  };
}

/** Records that are there, by their full names. */
export interface ScenarioData {
  readonly records: readonly string[];
  /** Different in each run, so that names are free. */
  readonly run: string;
}

/** Before the names of Results and Records. */
export const PARENTS = '/apis/results.tekton.dev/v1alpha2/parents';

/** The scenarios, in an order in which each finds what it needs. */
export function scenariosFor({ records, run }: ScenarioData): Scenario[] {
  const record = (index: number) => records[index % records.length];
  const result = (name: string) => name.split('/records/')[0];
  const runObject = (index: number, reason: string) => ({
    type: 'tekton.dev/v1.TaskRun',
    value: Buffer.from(
      JSON.stringify({
        apiVersion: 'tekton.dev/v1',
        kind: 'TaskRun',
        metadata: {
          name: `bench-${run}-${index}`,
          namespace: 'bench',
          uid: `${run}-${index}`,
          creationTimestamp: '2026-01-01T00:00:00Z',
          labels: { app: 'bench', 'tekton.dev/pipeline': 'bench' },
        },
        spec: { params: [{ name: 'index', value: String(index) }] },
        status: {
          startTime: '2026-01-01T00:00:00Z',
          conditions: [{ type: 'Succeeded', status: 'Unknown', reason }],
        },
      }),
    ).toString('base64'),
  });
  const list = (query: Record<string, string>) =>
    `${PARENTS}/-/results/-/records?${new URLSearchParams(query)}`;
  const created = (index: number) =>
    `bench/results/${run}/records/${run}-${index}`;
  return [
    {
      title: 'screens: the newest 50 runs',
      request: () => ({ method: 'GET', path: '/v1/runs?limit=50' }),
    },
    {
      title: 'screens: the newest 50 of a pipeline',
      request: () => ({
        method: 'GET',
        path: `/v1/runs?${new URLSearchParams({
          limit: '50',
          pipeline: HISTORY.pipeline,
        })}`,
      }),
    },
    {
      title: 'list the newest 50 Records of a pipeline',
      request: () => ({
        method: 'GET',
        path: list({
          filter: `data.metadata.labels["tekton.dev/pipeline"] == "${HISTORY.pipeline}"`,
          order_by: 'create_time desc',
        }),
      }),
    },
    {
      title: 'list the newest 50 PipelineRuns',
      request: () => ({
        method: 'GET',
        path: list({
          filter: 'data_type == PIPELINE_RUN',
          order_by: 'create_time desc',
        }),
      }),
    },
    {
      title: 'list the Records of a Result',
      request: index => ({
        method: 'GET',
        path: `${PARENTS}/${result(record(index))}/records`,
      }),
    },
    {
      title: 'get a Record',
      request: index => ({
        method: 'GET',
        path: `${PARENTS}/${record(index)}`,
      }),
    },
    {
      title: 'create a Record',
      request: index => ({
        method: 'POST',
        path: `${PARENTS}/bench/results/${run}/records`,
        body: { name: created(index), data: runObject(index, 'Started') },
      }),
    },
    {
      title: 'update a Record',
      request: index => ({
        method: 'PATCH',
        path: `${PARENTS}/${created(index % 50)}`,
        body: { data: runObject(index % 50, `Step${index}`) },
      }),
    },
  ];
}
