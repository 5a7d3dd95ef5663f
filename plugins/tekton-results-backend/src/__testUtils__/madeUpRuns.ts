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

import type { JsonObject } from '@backstage/types';
import type { Stores } from '../store';
import { captureRun } from '../watcher';
import { TEST_NOW } from './databases';

const PAC = 'pipelinesascode.tekton.dev';
const CHUNK = 300;
const REASONS = { True: 'Succeeded', False: 'Failed', Unknown: 'Running' };

/** A run that tests make up. Times in seconds before {@link TEST_NOW}. */
export interface MadeUpRun {
  readonly cluster?: string;
  readonly namespace?: string;
  readonly kind?: 'PipelineRun' | 'TaskRun' | 'CustomRun';
  readonly name: string;
  readonly generateName?: string;
  readonly uid: string;
  readonly outcome?: 'True' | 'False' | 'Unknown';
  readonly reason?: string;
  readonly ago: number;
  /** Absent: it has not started. */
  readonly seconds?: number;
  readonly pipeline?: string;
  readonly task?: string;
  readonly branch?: string;
  readonly author?: string;
  readonly revision?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly owner?: string;
  readonly spec?: JsonObject;
  readonly status?: JsonObject;
  readonly resourceVersion?: number;
}

/** Captures runs as the watcher does. */
export async function storeRuns(
  stores: Stores,
  runs: readonly MadeUpRun[],
): Promise<void> {
  const byCluster = new Map<string, MadeUpRun[]>();
  for (const run of runs) {
    const { cluster = 'test' } = run;
    byCluster.set(cluster, [...(byCluster.get(cluster) ?? []), run]);
  }
  for (const [cluster, all] of byCluster) {
    for (let start = 0; start < all.length; start += CHUNK) {
      await stores.capture.record(
        { cluster, resource: 'pipelineruns', kind: 'PipelineRun' },
        all
          .slice(start, start + CHUNK)
          .flatMap(run => captureRun(runObject(run), 'changed').captured ?? []),
      );
    }
  }
}

/** The object of a run. */
function runObject(run: MadeUpRun): JsonObject {
  const { kind = 'PipelineRun', outcome = 'True', seconds } = run;
  const started = time(run.ago);
  return {
    apiVersion: kind === 'CustomRun' ? 'tekton.dev/v1beta1' : 'tekton.dev/v1',
    kind,
    metadata: {
      name: run.name,
      ...(run.generateName && { generateName: run.generateName }),
      namespace: run.namespace ?? 'shop',
      uid: run.uid,
      resourceVersion: String(run.resourceVersion ?? 1),
      creationTimestamp: started,
      labels: {
        ...run.labels,
        ...(run.pipeline && { 'tekton.dev/pipeline': run.pipeline }),
        ...(run.task && { 'tekton.dev/pipelineTask': run.task }),
        ...(run.branch && { [`${PAC}/branch`]: run.branch }),
        ...(run.author && { [`${PAC}/sender`]: run.author }),
        ...(run.revision && { [`${PAC}/sha`]: run.revision }),
      },
      ...(run.annotations && { annotations: run.annotations }),
      ...(run.owner && {
        ownerReferences: [
          { kind: 'PipelineRun', name: run.owner, uid: run.owner },
        ],
      }),
    },
    spec: run.spec ?? {},
    status: {
      conditions: [
        {
          type: 'Succeeded',
          status: outcome,
          reason: run.reason ?? REASONS[outcome],
        },
      ],
      ...(seconds !== undefined && {
        startTime: started,
        ...(outcome !== 'Unknown' && {
          completionTime: time(run.ago - seconds),
        }),
      }),
      ...run.status,
    },
  };
}

function time(secondsAgo: number): string {
  return new Date(TEST_NOW - secondsAgo * 1_000)
    .toISOString()
    .replace('.000Z', 'Z');
}
