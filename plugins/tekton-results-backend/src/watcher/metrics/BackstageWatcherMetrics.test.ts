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

import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import { readFileSync } from 'fs';
import { resolve } from 'path';
import { BackstageWatcherMetrics } from './BackstageWatcherMetrics';

/** Remembers what each instrument was told. */
function recordingMetrics() {
  const told: Array<[string, number, unknown]> = [];
  const names: string[] = [];
  const instrument = (name: string) => {
    names.push(name);
    const tell = (value: number, attributes: unknown) =>
      told.push([name.replace('tekton_results.', ''), value, attributes]);
    return { add: tell, record: tell };
  };
  const metrics = new BackstageWatcherMetrics(
    metricsServiceMock.mock({
      createCounter: instrument,
      createHistogram: instrument,
      createGauge: instrument,
    }),
  );
  return { metrics, told, names };
}

const run = {
  kind: 'TaskRun',
  namespace: 'shop',
  status: 'failed',
  pipeline: 'build',
  task: 'unit-test',
} as const;

describe('BackstageWatcherMetrics', () => {
  it('tells of the way of changes from a cluster to the store', () => {
    const { metrics, told } = recordingMetrics();
    const scope = { cluster: 'prod', resource: 'taskruns' };
    const resource = metrics.resource(scope);
    resource.eventsReceived('MODIFIED', 3);
    resource.eventsDropped(4);
    resource.unreadable();
    resource.relisted('expired');
    resource.reconnected();
    resource.failed('unreachable');
    resource.stored({ runs: 2, lagMs: 250 });
    resource.queued(7);
    expect(told).toEqual([
      ['watcher.events', 3, { ...scope, type: 'MODIFIED' }],
      ['watcher.dropped_events', 4, scope],
      ['watcher.unreadable', 1, scope],
      ['watcher.relists', 1, { ...scope, reason: 'expired' }],
      ['watcher.reconnects', 1, scope],
      ['watcher.failures', 1, { ...scope, code: 'unreachable' }],
      ['watcher.stored', 2, scope],
      ['watcher.lag', 0.25, scope],
      ['watcher.queue', 7, scope],
    ]);
  });

  it('tells of what happens to runs, with the outcomes of upstream', () => {
    const { metrics, told } = recordingMetrics();
    const cluster = metrics.cluster('prod');
    const place = { cluster: 'prod', kind: 'TaskRun', namespace: 'shop' };
    cluster.finalStateStored(run, 1_500);
    cluster.runLost(run, 'vanished');
    cluster.runDeleted(run, 60_000);
    cluster.finalizerReleased('TaskRun', 'captured');
    cluster.writeFailed('forbidden');
    cluster.queued(4);
    cluster.configured(true);
    cluster.configured(false);
    cluster.leaseHeld(true);
    cluster.leaseHeld(false);
    cluster.missingRights(2);
    const labels = {
      ...place,
      status: 'failed',
      pipeline: 'build',
      task: 'unit-test',
    };
    expect(told).toEqual([
      ['run.storage_latency', 1.5, place],
      ['run.not_stored', 1, { ...place, reason: 'vanished' }],
      ['run.deletions', 1, labels],
      ['run.deletion_delay', 60, labels],
      [
        'run.finalizers_released',
        1,
        { cluster: 'prod', kind: 'TaskRun', reason: 'captured' },
      ],
      ['watcher.failed_writes', 1, { cluster: 'prod', code: 'forbidden' }],
      ['watcher.steps', 4, { cluster: 'prod' }],
      ['watcher.configured', 1, { cluster: 'prod' }],
      ['watcher.configured', 0, { cluster: 'prod' }],
      ['watcher.lease', 1, { cluster: 'prod' }],
      ['watcher.lease', 0, { cluster: 'prod' }],
      ['watcher.missing_rights', 2, { cluster: 'prod' }],
    ]);
  });

  it.each([
    ['succeeded', 'success'],
    ['completed', 'success'],
    ['cancelled', 'cancelled'],
    ['timedOut', 'failed'],
    ['couldNotStart', 'failed'],
    ['running', 'unfinished'],
  ] as const)('calls a run that is %s %s', (status, outcome) => {
    const { metrics, told } = recordingMetrics();
    metrics
      .cluster('prod')
      .runDeleted({ kind: 'PipelineRun', namespace: 'shop', status }, 0);
    expect(told[0][2]).toEqual({
      cluster: 'prod',
      kind: 'PipelineRun',
      namespace: 'shop',
      status: outcome,
      pipeline: 'anonymous',
    });
  });

  it('has no metric that the documentation does not name', () => {
    const page = readFileSync(
      resolve(__dirname, '../../../../../docs/monitoring.md'),
      'utf8',
    );
    const { names } = recordingMetrics();
    expect(names.filter(name => !page.includes(`\`${name}\``))).toEqual([]);
  });
});
