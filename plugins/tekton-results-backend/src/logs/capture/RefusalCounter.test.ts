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
import { LogRefusedError } from './PodLogSource';
import { RefusalCounter } from './RefusalCounter';

const MINUTE = 60_000;
const LOG = 1;

const answered = (status: number, code: ClusterError['code']) =>
  new ClusterError('no', { code, status });
const forbidden = answered(403, 'forbidden');

/** Whether it is final when a log has failed so often, every minute. */
function isFinal(
  error: unknown,
  {
    times = 6,
    of = 'log',
    gone = false,
    everyMs = MINUTE,
  }: {
    times?: number;
    of?: 'log' | 'pod';
    gone?: boolean;
    everyMs?: number;
  } = {},
): boolean {
  const counter = new RefusalCounter();
  let now = 0;
  for (let time = 0; time < times; time += 1) {
    now = time * everyMs;
    counter.add(LOG, error, { now, of, gone });
  }
  return counter.isFinal(LOG, now);
}

describe('RefusalCounter', () => {
  it.each([
    ['a node that has no log any more', new LogRefusedError('gone'), true],
    ['400', answered(400, 'clusterError'), true],
    ['404', answered(404, 'notInstalled'), true],
    ['410', answered(410, 'clusterError'), true],
    ['500', answered(500, 'clusterError'), false],
    ['a missing right', forbidden, false],
    ['a broken connection', new Error('reset'), false],
  ])('knows whether %s is the last word', (_name, error, final) => {
    expect(isFinal(error)).toBe(final);
  });

  it('asks often enough, and for long enough', () => {
    const refused = new LogRefusedError('gone');
    expect(isFinal(refused, { times: 5 })).toBe(false);
    expect(isFinal(refused, { everyMs: 1_000 })).toBe(false);
  });

  it('does not take what a proxy says of the pod for the last word', () => {
    expect(isFinal(answered(404, 'notInstalled'), { of: 'pod' })).toBe(false);
    expect(isFinal(forbidden, { of: 'pod' })).toBe(false);
  });

  it('does not wait for a right to read pods that went with their run', () => {
    expect(isFinal(forbidden, { of: 'pod', gone: true })).toBe(true);
  });

  it('forgets what was read after all', () => {
    const counter = new RefusalCounter();
    for (const now of [0, 1, 2, 3, 4, 5]) {
      counter.add(LOG, new LogRefusedError('gone'), {
        now: now * MINUTE,
        of: 'log',
        gone: false,
      });
    }
    counter.forget(LOG);
    expect(counter.isFinal(LOG, 9 * MINUTE)).toBe(false);
  });
});
