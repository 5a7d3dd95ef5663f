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

import { ClusterError } from '../../cluster';
import { retryDelayMs } from './retryDelay';

function failure(status: number, retryAfterMs?: number) {
  return new ClusterError('x', { code: 'clusterError', status, retryAfterMs });
}

describe('retryDelayMs', () => {
  it.each([
    ['the first failure', new Error('x'), 1, 1_000],
    ['the fourth failure', failure(500), 4, 8_000],
    ['many failures', failure(500), 100, 300_000],
    ['F16: a webhook that refuses', failure(422), 1, 60_000],
    ['a missing right', failure(403), 1, 60_000],
    ['a cluster that asks for time', failure(429, 30_000), 1, 30_000],
  ])('waits after %s', (_, error, failures, delayMs) => {
    expect(retryDelayMs({ error, failures, random: 0.5 })).toBe(delayMs);
  });

  it('spreads what failed together', () => {
    const delays = [0, 0.999].map(random =>
      retryDelayMs({ error: failure(500), failures: 3, random }),
    );
    expect(delays).toEqual([3_000, 4_998]);
  });
});
