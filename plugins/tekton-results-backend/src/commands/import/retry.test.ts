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

import { retryDelay, retrying } from './retry';
import { answerError, connectionError, ServerError } from './ServerError';

const busy = (retryAfter?: string) =>
  answerError({ status: 503, body: '', retryAfter });

function codedError(code: string, message = 'it failed'): Error {
  return Object.assign(new Error(message), { code });
}

describe('retryDelay', () => {
  it('doubles up to half a minute, and gives up', () => {
    const delays = [1, 2, 3, 4, 5, 6, 7, 8].map(attempts =>
      retryDelay(busy(), { attempts, random: 1 }),
    );
    expect(delays).toEqual([
      1_000,
      2_000,
      4_000,
      8_000,
      16_000,
      30_000,
      30_000,
      undefined,
    ]);
  });

  it('spreads clients over half of the time', () => {
    expect(retryDelay(busy(), { attempts: 2, random: 0 })).toBe(1_000);
  });

  it.each([
    ['3', 3_000],
    ['86400', 300_000],
    ['Fri, 31 Dec 1999 23:59:59 GMT', 1_000],
  ])('waits as long as the server says: %s', (retryAfter, delay) => {
    expect(retryDelay(busy(retryAfter), { attempts: 1, random: 1 })).toBe(
      delay,
    );
  });

  it.each([
    [429, true],
    [500, true],
    [503, true],
    [501, false],
    [400, false],
    [401, false],
    [403, false],
    [404, false],
    [302, false],
  ])('of an answer %s: %s', (status, retried) => {
    const error = answerError({ status, body: '' });
    const delay = retryDelay(error, { attempts: 1, random: 0 });
    expect(delay !== undefined).toBe(retried);
  });

  it('does not repeat what is too large, whatever the status', () => {
    const error = answerError({
      status: 429,
      body: '{"code":8,"message":"grpc: received message larger than max"}',
    });
    expect(error.kind).toBe('tooLarge');
    expect(retryDelay(error, { attempts: 1, random: 0 })).toBeUndefined();
  });

  it.each([
    ['ECONNREFUSED', true],
    ['ECONNRESET', true],
    ['EAI_AGAIN', true],
    ['ENOTFOUND', false],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', false],
    ['ERR_TLS_CERT_ALTNAME_INVALID', false],
  ])('of a connection with %s: %s', (code, retried) => {
    const error = connectionError(codedError(code));
    const delay = retryDelay(error, { attempts: 1, random: 0 });
    expect(delay !== undefined).toBe(retried);
  });

  it('does not repeat what is no failure of the server', () => {
    expect(
      retryDelay(new Error('a mistake of ours'), { attempts: 1, random: 0 }),
    ).toBeUndefined();
  });
});

describe('retrying', () => {
  const signal = new AbortController().signal;

  it('tells of each attempt, and returns what came at last', async () => {
    const told: string[] = [];
    let calls = 0;
    const answer = await retrying(
      async () => {
        calls += 1;
        if (calls < 3) {
          throw new ServerError(`failure ${calls}`, { kind: 'busy' });
        }
        return 'answer';
      },
      {
        signal,
        wait: async () => {},
        onRetry: ({ message }) => told.push(message),
      },
    );
    expect(answer).toBe('answer');
    expect(told).toEqual(['failure 1', 'failure 2']);
  });

  it('ends when it is stopped', async () => {
    const controller = new AbortController();
    const call = jest.fn(async () => {
      controller.abort();
      throw busy();
    });
    await expect(
      retrying(call, {
        signal: controller.signal,
        wait: async () => {},
        onRetry: () => {},
      }),
    ).rejects.toThrow('answered 503');
    expect(call).toHaveBeenCalledTimes(1);
  });
});

it('leaves pages of proxies out of what it says', () => {
  const { message } = answerError({
    status: 401,
    body: '<html>Log in</html>',
  });
  expect(message).toMatch(/^The server answered 401\. The token/);
});
