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
import type { LogCaptureMetrics } from './LogCaptureMetrics';

const LATENCY_SECONDS = [0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600];

/** Tells the metrics service of Backstage. Names and units: docs/monitoring.md. */
export class BackstageLogCaptureMetrics {
  private readonly instruments: ReturnType<typeof createInstruments>;

  constructor(metrics: MetricsService) {
    this.instruments = createInstruments(metrics);
  }

  cluster(name: string): LogCaptureMetrics {
    const { instruments } = this;
    const attributes = { cluster: name };
    return {
      stored: bytes => instruments.bytes.add(bytes, attributes),
      settled: ({ state, cause }, latencyMs) => {
        instruments.settled.add(1, {
          ...attributes,
          state,
          ...(cause && { cause }),
        });
        if (latencyMs !== undefined && state === 'stored') {
          instruments.latency.record(latencyMs / 1000, attributes);
        }
      },
      failed: code => instruments.failures.add(1, { ...attributes, code }),
      queued: runs => instruments.queue.record(runs, attributes),
    };
  }
}

function createInstruments(metrics: MetricsService) {
  return {
    bytes: metrics.createCounter('tekton_results.logs.bytes', {
      description: 'Text of logs that was stored, uncompressed',
      unit: 'By',
    }),
    settled: metrics.createCounter('tekton_results.logs.settled', {
      description: 'Logs of steps that got their last state',
      unit: '{log}',
    }),
    latency: metrics.createHistogram('tekton_results.logs.latency', {
      description: 'From the end of a step to its log being stored whole',
      unit: 's',
      advice: { explicitBucketBoundaries: LATENCY_SECONDS },
    }),
    failures: metrics.createCounter('tekton_results.logs.failures', {
      description: 'Logs of steps that could not be read or stored at once',
      unit: '{failure}',
    }),
    queue: metrics.createGauge('tekton_results.logs.queue', {
      description: 'TaskRuns whose logs wait to be read',
      unit: '{run}',
    }),
  };
}
