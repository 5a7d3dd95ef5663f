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

import { z } from 'zod';

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

const finishedSchema = z.object({
  status: z.object({
    conditions: z.array(z.object({ status: z.enum(['True', 'False']) })).min(1),
  }),
});

/** Whether a run is over, by such a status. */
export function isFinishedObject(object: unknown): boolean {
  return finishedSchema.safeParse(object).success;
}

/** The path of the Events of a namespace. */
export function eventsPath(namespace: string) {
  return `/api/v1/namespaces/${namespace}/events`;
}

/** An Event about a run, or about the pod that a TaskRun of its name would have. */
export function eventObject(
  { group, kind }: RunType,
  options: {
    name: string;
    namespace: string;
    run: { name: string; uid: string };
    ofPod: boolean;
  },
) {
  const { name, namespace, run, ofPod } = options;
  const now = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name },
    involvedObject:
      kind === 'TaskRun' && ofPod
        ? { apiVersion: 'v1', kind: 'Pod', namespace, name: `${run.name}-pod` }
        : { apiVersion: group, kind, namespace, name: run.name, uid: run.uid },
    type: 'Normal',
    reason: 'Tested',
    message: name,
    count: 1,
    firstTimestamp: now,
    lastTimestamp: now,
  };
}
