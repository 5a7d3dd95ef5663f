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

import { mockServices } from '@backstage/backend-test-utils';
import { RUN_KINDS } from 'backstage-plugin-tekton-results-common';
import { RUN_RESOURCES, type ClusterConnection } from '../../cluster';
import { DEFAULT_WATCHER_CONFIG } from '../../config';
import type { StewardedChild, StewardedRun } from '../../store';
import { ArchivePolicy } from '../archive';
import { realClock } from '../clock';
import { noEventsCapture } from '../events';
import { noClusterMetrics } from '../metrics';
import { noLogsCapture } from './LogsCapture';
import { RunCare } from './RunCare';
import { RunWriter } from './RunWriter';

const HOUR = 3_600_000;

const run = {
  uid: 'u',
  kind: 'PipelineRun',
  namespace: 'shop',
  name: 'a',
  status: 'succeeded',
  completedAt: Date.now() - 2 * HOUR,
  resourceVersion: 1,
  storedAt: Date.now() - 2 * HOUR,
  finalStoredAt: Date.now() - 2 * HOUR,
  result: 'shop/results/u',
  record: 'shop/results/u/records/u',
  payload: {
    apiVersion: 'tekton.dev/v1',
    kind: 'PipelineRun',
    metadata: {
      name: 'a',
      namespace: 'shop',
      uid: 'u',
      resourceVersion: '1',
    },
    status: {
      childReferences: [
        {
          apiVersion: 'tekton.dev/v1',
          kind: 'TaskRun',
          name: 'a-build',
          pipelineTaskName: 'build',
        },
      ],
    },
  },
} as StewardedRun;

async function cleanUp(children: readonly StewardedChild[]) {
  const removed: string[] = [];
  const care = new RunCare({
    cluster: 'test',
    store: {
      liveRuns: async () => [],
      liveUids: async () => ({ uids: [] }),
      storedUids: async () => new Set<string>(),
      children: async () => children,
      noteGaps: async () => {},
    },
    policy: new ArchivePolicy(DEFAULT_WATCHER_CONFIG.archive, RUN_KINDS),
    held: {
      lease: { name: 'watch/test', holder: 'a', epoch: 1 },
      isFresh: () => true,
    },
    writer: new RunWriter({
      connection: {} as ClusterConnection,
      writer: {
        apply: async () => ({}),
        merge: async () => ({}),
        remove: async ({ name }) => {
          removed.push(name);
        },
        create: async () => ({}),
      },
      resourceOf: kind => RUN_RESOURCES.find(other => other.kind === kind),
    }),
    logs: noLogsCapture,
    events: noEventsCapture,
    onRefused: () => {},
    metrics: noClusterMetrics,
    logger: mockServices.logger.mock(),
    clock: realClock,
  });
  const next = await care.lookAfter(
    run,
    {
      annotations: false,
      finalizers: 'ignore',
      gracePeriodMs: HOUR,
      checkOwner: true,
      labelSelector: [],
      forwardBufferMs: 0,
    },
    new AbortController().signal,
  );
  return { removed, next };
}

describe('clean-up of a PipelineRun whose grace period is long over', () => {
  it('waits for a TaskRun that was never stored, as when TaskRuns cannot be read', async () => {
    expect(await cleanUp([])).toEqual({
      removed: [],
      next: expect.any(Number),
    });
  });

  it('deletes it when all TaskRuns that it names are stored', async () => {
    const child: StewardedChild = {
      uid: 'b',
      kind: 'TaskRun',
      name: 'a-build',
      settled: true,
    };
    expect((await cleanUp([child])).removed).toEqual(['a']);
  });
});
