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

/** The kinds of runs, as they are made and found. */
export interface RunType {
  readonly resource: string;
  readonly group: string;
  readonly kind: string;
  readonly spec: object;
}

/** Nobody on the cluster acts on these runs: their states are ours to give. */
const MANAGED_BY = 'tekton-results-backstage.example.com/tests';

export const RUN_TYPES: readonly RunType[] = [
  {
    resource: 'pipelineruns',
    group: 'tekton.dev/v1',
    kind: 'PipelineRun',
    spec: { pipelineRef: { name: 'none' }, managedBy: MANAGED_BY },
  },
  {
    resource: 'taskruns',
    group: 'tekton.dev/v1',
    kind: 'TaskRun',
    spec: { taskRef: { name: 'none' }, managedBy: MANAGED_BY },
  },
  {
    resource: 'customruns',
    group: 'tekton.dev/v1beta1',
    kind: 'CustomRun',
    spec: { customRef: { apiVersion: 'tests.example.com/v1', kind: 'None' } },
  },
];

/** The path of the runs of a type in a namespace. */
export function runsPath({ group, resource }: RunType, namespace: string) {
  return `/apis/${group}/namespaces/${namespace}/${resource}`;
}

export function runObject({ group, kind, spec }: RunType, name: string) {
  return { apiVersion: group, kind, metadata: { name }, spec };
}

/** A status that says where a run is. */
export function runStatus(
  type: RunType,
  options: { message: string; finished: boolean },
) {
  const now = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  return {
    // Required by the API server for these alone.
    ...(type.kind === 'TaskRun' && { podName: 'none' }),
    startTime: now,
    ...(options.finished && { completionTime: now }),
    conditions: [
      {
        type: 'Succeeded',
        status: options.finished ? 'True' : 'Unknown',
        reason: options.finished ? 'Succeeded' : 'Running',
        message: options.message,
        lastTransitionTime: now,
      },
    ],
  };
}
