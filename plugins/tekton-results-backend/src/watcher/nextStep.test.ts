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

import { ClusterError } from '../cluster';
import { nextStep } from './nextStep';

function error(status?: number, retryAfterMs?: number) {
  return new ClusterError('no', { code: 'clusterError', status, retryAfterMs });
}

describe('nextStep', () => {
  it.each([
    ['an expired version', error(410), 1, { kind: 'relist', afterMs: 0 }],
    ['one expired again', error(410), 3, { kind: 'relist', afterMs: 4000 }],
    [
      'a refused credential',
      error(401),
      1,
      { kind: 'renewCredential', afterMs: 1000 },
    ],
    ['a missing right', error(403), 1, { kind: 'resume', afterMs: 20_000 }],
    ['a missing resource', error(404), 9, { kind: 'resume', afterMs: 20_000 }],
    ['a server error', error(500), 1, { kind: 'resume', afterMs: 1000 }],
    ['many server errors', error(500), 40, { kind: 'resume', afterMs: 30_000 }],
    ['a busy server', error(429, 7_000), 1, { kind: 'resume', afterMs: 7_000 }],
    ['no connection', error(), 2, { kind: 'resume', afterMs: 2000 }],
    [
      'a fault of ours',
      new TypeError('x'),
      1,
      { kind: 'resume', afterMs: 1000 },
    ],
  ])('after %s', (_, failure, failures, expected) => {
    expect(nextStep({ error: failure, failures, random: 0.5 })).toEqual(
      expected,
    );
  });

  it('spreads the moments at which reflectors come back', () => {
    const at = (random: number) =>
      nextStep({ error: error(500), failures: 1, random }).afterMs;
    expect([at(0), at(0.999)]).toEqual([750, 1250]);
  });
});
