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

import { readFileSync } from 'fs';
import { resolve } from 'path';
import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import { BackstageLogCaptureMetrics } from './BackstageLogCaptureMetrics';

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
  const metrics = new BackstageLogCaptureMetrics(
    metricsServiceMock.mock({
      createCounter: instrument,
      createHistogram: instrument,
      createGauge: instrument,
    }),
  );
  return { metrics: metrics.cluster('prod'), told, names };
}

const cluster = 'prod';

describe('BackstageLogCaptureMetrics', () => {
  it('tells of the logs of a cluster', () => {
    const { metrics, told } = recordingMetrics();
    metrics.stored(42);
    metrics.settled({ state: 'stored' }, 1_500);
    metrics.settled({ state: 'partial', cause: 'podGone' }, 9_000);
    metrics.settled({ state: 'stored' });
    metrics.failed('forbidden');
    metrics.queued(7);
    expect(told).toEqual([
      ['logs.bytes', 42, { cluster }],
      ['logs.settled', 1, { cluster, state: 'stored' }],
      ['logs.latency', 1.5, { cluster }],
      ['logs.settled', 1, { cluster, state: 'partial', cause: 'podGone' }],
      ['logs.settled', 1, { cluster, state: 'stored' }],
      ['logs.failures', 1, { cluster, code: 'forbidden' }],
      ['logs.queue', 7, { cluster }],
    ]);
  });

  it('tells nothing that is not documented', () => {
    const { names } = recordingMetrics();
    const docs = readFileSync(
      resolve(__dirname, '../../../../../docs/monitoring.md'),
      'utf8',
    );
    expect(names.filter(name => !docs.includes(`\`${name}\``))).toEqual([]);
    expect(names).toHaveLength(5);
  });
});
