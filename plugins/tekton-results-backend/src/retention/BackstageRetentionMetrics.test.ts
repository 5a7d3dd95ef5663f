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
import { BackstageRetentionMetrics } from './BackstageRetentionMetrics';

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
  const metrics = new BackstageRetentionMetrics(
    metricsServiceMock.mock({
      createCounter: instrument,
      createHistogram: instrument,
    }),
  );
  return { metrics, told, names };
}

describe('BackstageRetentionMetrics', () => {
  it('tells what was removed, and how jobs ended', () => {
    const { metrics, told } = recordingMetrics();
    metrics.removed({ policy: 'ci', part: 'logs', runs: 3, bytes: 42 });
    metrics.jobEnded({ state: 'finished', durationMs: 1_500 });
    const attributes = { policy: 'ci', part: 'logs' };
    expect(told).toEqual([
      ['retention.removed', 3, attributes],
      ['retention.removed_bytes', 42, attributes],
      ['retention.jobs', 1, { state: 'finished' }],
      ['retention.duration', 1.5, { state: 'finished' }],
    ]);
  });

  it('has no metric that the documentation does not name', () => {
    const page = readFileSync(
      resolve(__dirname, '../../../../docs/monitoring.md'),
      'utf8',
    );
    const { names } = recordingMetrics();
    expect(names.filter(name => !page.includes(`\`${name}\``))).toEqual([]);
  });
});
