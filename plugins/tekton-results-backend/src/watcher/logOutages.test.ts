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
import { ClusterError } from '../cluster';
import { CaptureMonitor } from './CaptureMonitor';
import { logOutages } from './logOutages';

const refused = new ClusterError('ECONNREFUSED', { code: 'unreachable' });
const denied = new ClusterError('no, because', { code: 'forbidden' });

function setUp() {
  const logger = mockServices.logger.mock();
  const health = new CaptureMonitor({ configProblems: [] });
  const cluster = health.addCluster({ name: 'test', title: 'Test' });
  const monitor = logOutages({
    monitor: cluster.resource('taskruns'),
    what: 'taskruns of cluster test',
    logger,
  });
  const state = () => health.report().clusters[0].resources[0].state;
  const lines = () => [
    ...logger.warn.mock.calls.map(([text, meta]) => [text, meta]),
    ...logger.info.mock.calls.map(([text]) => [text]),
  ];
  return { monitor, state, lines };
}

describe('logOutages', () => {
  it('tells once of an outage, and once of its end', () => {
    const { monitor, state, lines } = setUp();
    for (let i = 0; i < 5; i += 1) {
      monitor.failing(refused);
    }
    expect(state()).toBe('failing');
    monitor.listed();
    monitor.watching();
    expect(state()).toBe('watching');
    expect(lines()).toEqual([
      [
        'Cannot read taskruns of cluster test, and tries again until it can: ECONNREFUSED',
        { code: 'unreachable' },
      ],
      ['The cluster lets taskruns of cluster test be read again'],
    ]);
  });

  it('tells when something else is wrong', () => {
    const { monitor, lines } = setUp();
    monitor.failing(refused);
    monitor.failing(refused);
    monitor.failing(denied);
    monitor.failing(denied);
    monitor.failing(new Error('a fault of ours'));
    expect(lines()).toMatchObject([
      [expect.any(String), { code: 'unreachable' }],
      [expect.any(String), { code: 'forbidden' }],
      [expect.any(String), { code: 'clusterError' }],
    ]);
  });

  it('keeps silent about a connection that was cut, and opened again', () => {
    const { monitor, lines } = setUp();
    for (let i = 0; i < 3; i += 1) {
      monitor.watching();
      monitor.failing(refused);
    }
    monitor.watching();
    expect(lines()).toEqual([]);
  });

  it('tells once of what is not read, as it need not be', () => {
    const { monitor, state, lines } = setUp();
    monitor.off(denied);
    monitor.off(denied);
    expect(state()).toBe('off');
    expect(lines()).toEqual([
      ['Does not read taskruns of cluster test: no, because'],
    ]);
  });
});
