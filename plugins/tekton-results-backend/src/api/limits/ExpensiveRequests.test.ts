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

import { ExpensiveRequests } from './ExpensiveRequests';
import { TooManyRequestsError } from './TooManyRequestsError';

/** Work that ends when it is told to. */
function pending() {
  let end: (value: string) => void = () => {};
  const result = new Promise<string>(resolve => {
    end = resolve;
  });
  return { work: () => result, end };
}

describe('ExpensiveRequests', () => {
  it('lets each caller have so many at a time', async () => {
    const requests = new ExpensiveRequests({ perMinute: 100, concurrent: 2 });
    const first = pending();
    const running = [1, 2].map(() => requests.run('ann', first.work));
    await expect(requests.run('ann', async () => 'c')).rejects.toThrow(
      'Too many requests: more than 2 expensive requests at a time',
    );
    expect(await requests.run('bob', async () => 'd')).toBe('d');
    first.end('done');
    expect(await Promise.all(running)).toEqual(['done', 'done']);
    expect(await requests.run('ann', async () => 'e')).toBe('e');
  });

  it('lets each caller have so many a minute, and says when to come again', async () => {
    const requests = new ExpensiveRequests({ perMinute: 2, concurrent: 2 });
    const ask = () => requests.run('ann', async () => 'done');
    await ask();
    await ask();
    const refusal = await ask().catch(error => error);
    expect(refusal).toBeInstanceOf(TooManyRequestsError);
    expect(refusal).toMatchObject({ statusCode: 429 });
    expect(Number(refusal.retryAfter)).toBeGreaterThanOrEqual(1);
    expect(Number(refusal.retryAfter)).toBeLessThanOrEqual(60);
    expect(await requests.run('bob', async () => 'done')).toBe('done');
  });

  it('counts work that failed as over', async () => {
    const requests = new ExpensiveRequests({ perMinute: 100, concurrent: 1 });
    const fail = () =>
      requests.run('ann', async () => {
        throw new Error('no');
      });
    await expect(fail()).rejects.toThrow('no');
    await expect(fail()).rejects.toThrow('no');
  });
});
