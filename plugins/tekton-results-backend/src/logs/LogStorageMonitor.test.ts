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
import { LogStorageMonitor } from './LogStorageMonitor';

describe('LogStorageMonitor', () => {
  const { signal } = new AbortController();

  it('tells how the driver is, and logs when that changes', async () => {
    let problem: Error | undefined;
    const logger = mockServices.logger.mock();
    const monitor = new LogStorageMonitor({
      driver: 's3',
      logger,
      now: () => 0,
      current: () => ({
        name: 's3',
        driver: {
          check: async () => {
            if (problem) {
              throw problem;
            }
          },
        },
      }),
    });
    expect(monitor.report()).toEqual({ driver: 's3', state: 'starting' });
    const checkedAt = '1970-01-01T00:00:00.000Z';
    await monitor.check(signal);
    expect(monitor.report()).toEqual({
      driver: 's3',
      state: 'ok',
      latencyMs: 0,
      checkedAt,
    });
    problem = new Error('no such bucket');
    await monitor.check(signal);
    await monitor.check(signal);
    expect(monitor.report()).toEqual({
      driver: 's3',
      state: 'failing',
      checkedAt,
      message: 'no such bucket',
    });
    expect(logger.error).toHaveBeenCalledTimes(1);
    problem = undefined;
    await monitor.check(signal);
    expect(monitor.report().state).toBe('ok');
    expect(logger.info).toHaveBeenCalledTimes(1);
  });

  it('tells of a driver that could not be made, and stops', async () => {
    const monitor = new LogStorageMonitor({
      driver: 's3',
      logger: mockServices.logger.mock(),
      current: () => {
        throw new Error('not installed');
      },
    });
    await monitor.start()();
    await monitor.check(signal);
    expect(monitor.report()).toMatchObject({
      state: 'failing',
      message: 'not installed',
    });
  });
});
