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
import type { RetentionMetrics } from './RetentionMetrics';

const DURATION_SECONDS = [1, 5, 15, 60, 300, 900, 1_800, 3_600, 7_200, 14_400];

/** Tells the metrics service of Backstage. Names and units: docs/monitoring.md. */
export class BackstageRetentionMetrics implements RetentionMetrics {
  private readonly instruments: ReturnType<typeof createInstruments>;

  constructor(metrics: MetricsService) {
    this.instruments = createInstruments(metrics);
  }

  removed(options: Parameters<RetentionMetrics['removed']>[0]): void {
    const { policy, part, runs, bytes } = options;
    this.instruments.runs.add(runs, { policy, part });
    this.instruments.bytes.add(bytes, { policy, part });
  }

  jobEnded(options: Parameters<RetentionMetrics['jobEnded']>[0]): void {
    const { state, durationMs } = options;
    this.instruments.jobs.add(1, { state });
    this.instruments.duration.record(durationMs / 1000, { state });
  }
}

function createInstruments(metrics: MetricsService) {
  return {
    runs: metrics.createCounter('tekton_results.retention.removed', {
      description: 'Runs that were removed, or whose logs or events were',
      unit: '{run}',
    }),
    bytes: metrics.createCounter('tekton_results.retention.removed_bytes', {
      description: 'Stored bytes that were removed',
      unit: 'By',
    }),
    jobs: metrics.createCounter('tekton_results.retention.jobs', {
      description: 'Jobs that ended',
      unit: '{job}',
    }),
    duration: metrics.createHistogram('tekton_results.retention.duration', {
      description: 'From the start of a job to its end',
      unit: 's',
      advice: { explicitBucketBoundaries: DURATION_SECONDS },
    }),
  };
}
