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

import type { MetricsService } from '@backstage/backend-plugin-api/alpha';
import { isFinished } from 'backstage-plugin-tekton-results-common';
import type {
  ClusterMetrics,
  MeteredRun,
  ResourceMetrics,
  WatcherMetrics,
} from './WatcherMetrics';

/** Those of upstream, so that dashboards go on to mean the same. */
const DELETION_SECONDS = [
  10, 30, 60, 300, 900, 1_800, 3_600, 5_400, 10_800, 21_600, 43_200, 86_400,
];
const STORAGE_SECONDS = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1_800];
const LAG_SECONDS = [
  0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800,
];

/** Tells the metrics service of Backstage. Names and units: docs/monitoring.md. */
export class BackstageWatcherMetrics implements WatcherMetrics {
  private readonly instruments: ReturnType<typeof createInstruments>;

  constructor(metrics: MetricsService) {
    this.instruments = createInstruments(metrics);
  }

  resource(scope: Parameters<WatcherMetrics['resource']>[0]): ResourceMetrics {
    const { instruments } = this;
    const { namespace, ...others } = scope;
    const attributes = {
      ...others,
      ...(namespace !== undefined && { namespace }),
    };
    return {
      eventsReceived: (type, count) =>
        instruments.events.add(count, { ...attributes, type }),
      eventsDropped: count => instruments.droppedEvents.add(count, attributes),
      unreadable: () => instruments.unreadable.add(1, attributes),
      relisted: reason => instruments.relists.add(1, { ...attributes, reason }),
      reconnected: () => instruments.reconnects.add(1, attributes),
      failed: code => instruments.failures.add(1, { ...attributes, code }),
      stored: ({ runs, lagMs }) => {
        instruments.storedStates.add(runs, attributes);
        instruments.lag.record(lagMs / 1000, attributes);
      },
      queued: size => instruments.waiting.record(size, attributes),
    };
  }

  cluster(name: string): ClusterMetrics {
    const { instruments } = this;
    const attributes = { cluster: name };
    return {
      finalStateStored: ({ kind, namespace }, latencyMs) =>
        instruments.storageLatency.record(latencyMs / 1000, {
          ...attributes,
          kind,
          namespace,
        }),
      runLost: ({ kind, namespace }, reason) =>
        instruments.lost.add(1, { ...attributes, kind, namespace, reason }),
      runDeleted: (run, delayMs) => {
        const labels = { ...attributes, ...labelsOf(run) };
        instruments.deletions.add(1, labels);
        instruments.deletionDelay.record(delayMs / 1000, labels);
      },
      finalizerReleased: (kind, reason) =>
        instruments.released.add(1, { ...attributes, kind, reason }),
      writeFailed: code =>
        instruments.failedWrites.add(1, { ...attributes, code }),
      queued: size => instruments.steps.record(size, attributes),
      configured: isConfigured =>
        instruments.configured.record(isConfigured ? 1 : 0, attributes),
      leaseHeld: held => instruments.lease.record(held ? 1 : 0, attributes),
      missingRights: count => instruments.rights.record(count, attributes),
    };
  }
}

function createInstruments(metrics: MetricsService) {
  return {
    events: metrics.createCounter('tekton_results.watcher.events', {
      description: 'Watch events, and objects of lists, that clusters sent',
      unit: '{event}',
    }),
    droppedEvents: metrics.createCounter(
      'tekton_results.watcher.dropped_events',
      {
        description:
          'Kubernetes Events given up: no run of theirs is stored, or refused',
        unit: '{event}',
      },
    ),
    unreadable: metrics.createCounter('tekton_results.watcher.unreadable', {
      description: 'Objects that clusters sent and that cannot be read as runs',
      unit: '{object}',
    }),
    relists: metrics.createCounter('tekton_results.watcher.relists', {
      description: 'Lists of all objects of a resource that were begun',
      unit: '{list}',
    }),
    reconnects: metrics.createCounter('tekton_results.watcher.reconnects', {
      description: 'Watches that were opened after an earlier one had ended',
      unit: '{watch}',
    }),
    failures: metrics.createCounter('tekton_results.watcher.failures', {
      description: 'Lists and watches that failed',
      unit: '{failure}',
    }),
    storedStates: metrics.createCounter('tekton_results.watcher.stored', {
      description: 'States of runs that were stored',
      unit: '{state}',
    }),
    lag: metrics.createHistogram('tekton_results.watcher.lag', {
      description:
        'From the arrival of a change to its commit; of a batch, the oldest',
      unit: 's',
      advice: { explicitBucketBoundaries: LAG_SECONDS },
    }),
    waiting: metrics.createGauge('tekton_results.watcher.queue', {
      description: 'Changes that have arrived and wait to be stored',
      unit: '{change}',
    }),
    storageLatency: metrics.createHistogram(
      'tekton_results.run.storage_latency',
      {
        description:
          'From the completion of a run to the first commit of its final state',
        unit: 's',
        advice: { explicitBucketBoundaries: STORAGE_SECONDS },
      },
    ),
    lost: metrics.createCounter('tekton_results.run.not_stored', {
      description: 'Runs that are out of reach and not stored as a whole',
      unit: '{run}',
    }),
    deletions: metrics.createCounter('tekton_results.run.deletions', {
      description: 'Completed runs that the watcher deleted from clusters',
      unit: '{run}',
    }),
    deletionDelay: metrics.createHistogram(
      'tekton_results.run.deletion_delay',
      {
        description:
          'From the completion of a run to its deletion by the watcher',
        unit: 's',
        advice: { explicitBucketBoundaries: DELETION_SECONDS },
      },
    ),
    released: metrics.createCounter('tekton_results.run.finalizers_released', {
      description: 'Finalizers of runs that were released',
      unit: '{finalizer}',
    }),
    failedWrites: metrics.createCounter(
      'tekton_results.watcher.failed_writes',
      {
        description:
          'Annotations, finalizers and deletions that clusters did not take',
        unit: '{write}',
      },
    ),
    steps: metrics.createGauge('tekton_results.watcher.steps', {
      description: 'Runs that wait to be annotated, released or deleted',
      unit: '{run}',
    }),
    // An SDK goes on to export a gauge of a cluster that is gone: this one tells.
    configured: metrics.createGauge('tekton_results.watcher.configured', {
      description: '1 while the cluster is to be watched, then 0',
      unit: '{cluster}',
    }),
    lease: metrics.createGauge('tekton_results.watcher.lease', {
      description: '1 if this replica watches the cluster, else 0',
      unit: '1',
    }),
    rights: metrics.createGauge('tekton_results.watcher.missing_rights', {
      description: 'Rights that the credential of a cluster lacks',
      unit: '{right}',
    }),
  };
}

/** The words of upstream: its dashboards select by them. */
const OUTCOMES: Partial<Record<MeteredRun['status'], string>> = {
  succeeded: 'success',
  completed: 'success',
  cancelled: 'cancelled',
};
const NO_NAME = 'anonymous';

function labelsOf({ kind, namespace, status, pipeline, task }: MeteredRun) {
  return {
    kind,
    namespace,
    status: isFinished(status) ? OUTCOMES[status] ?? 'failed' : 'unfinished',
    pipeline: pipeline ?? NO_NAME,
    ...(kind !== 'PipelineRun' && { task: task ?? NO_NAME }),
  };
}
