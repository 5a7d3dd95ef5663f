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
import { captureDelayMs, endingDelayMs } from './captureDelay';

const MINUTE = 60_000;

describe('captureDelayMs', () => {
  const delays = (error: unknown) =>
    [1, 2, 3, 20].map(failures =>
      captureDelayMs({ error, failures, random: 0.5 }),
    );

  it('grows to a minute', () => {
    expect(delays(new Error('broken'))).toEqual([1_000, 2_000, 4_000, MINUTE]);
  });

  it('grows to half an hour for want of a right, as all runs wait for it', () => {
    const denied = new ClusterError('no', {
      code: 'forbidden',
      status: 403,
    });
    expect(delays(denied)).toEqual([
      MINUTE,
      2 * MINUTE,
      4 * MINUTE,
      30 * MINUTE,
    ]);
  });

  it('spreads what failed at the same time', () => {
    const delay = (random: number) =>
      captureDelayMs({ error: new Error('broken'), failures: 1, random });
    expect([delay(0), delay(0.999)]).toEqual([750, 1_250]);
  });

  it('is never shorter than the cluster asks for', () => {
    const busy = new ClusterError('busy', {
      code: 'clusterError',
      status: 429,
      retryAfterMs: 9_000,
    });
    expect(captureDelayMs({ error: busy, failures: 1, random: 0 })).toBe(9_000);
  });
});

it('looks at a log that does not end after times that grow to minutes', () => {
  expect([1, 2, 3, 50].map(endingDelayMs)).toEqual([
    2_000,
    4_000,
    8_000,
    5 * MINUTE,
  ]);
});
