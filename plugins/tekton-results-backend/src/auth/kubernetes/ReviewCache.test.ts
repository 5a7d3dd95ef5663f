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

import { LRUCache } from 'lru-cache';
import { ReviewCache } from './ReviewCache';

describe('ReviewCache', () => {
  let now = 0;

  beforeEach(() => {
    now = 1_000_000;
  });

  function createCache(lifetimeMs = 10_000) {
    return new ReviewCache<true>({ lifetimeMs, now: () => now });
  }

  it('asks again when the time of an answer is over', async () => {
    const cache = createCache();
    const ask = jest.fn(async () => true as const);
    await cache.get('q', ask);
    now += 9_999;
    expect(await cache.get('q', ask)).toBe(true);
    expect(ask).toHaveBeenCalledTimes(1);
    now += 1;
    expect(await cache.get('q', ask)).toBe(true);
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('keeps a refusal for two seconds', async () => {
    const cache = createCache();
    const ask = jest.fn(async () => undefined);
    await cache.get('q', ask);
    now += 1_999;
    expect(await cache.get('q', ask)).toBeUndefined();
    expect(ask).toHaveBeenCalledTimes(1);
    now += 1;
    await cache.get('q', ask);
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('keeps a refusal no longer than other answers', async () => {
    const cache = createCache(500);
    const ask = jest.fn(async () => undefined);
    await cache.get('q', ask);
    now += 500;
    await cache.get('q', ask);
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('counts the time from the question on', async () => {
    const cache = createCache();
    await cache.get('q', async () => {
      now += 8_000;
      return true;
    });
    now += 2_000;
    const ask = jest.fn(async () => true as const);
    await cache.get('q', ask);
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it('tells questions apart', async () => {
    const cache = createCache();
    await cache.get({ user: 'a', groups: ['b'] }, async () => true);
    const others = [
      { user: 'a', groups: [] },
      { user: 'a', groups: ['b', 'c'] },
      { user: 'ab', groups: [''] },
    ];
    for (const other of others) {
      expect(await cache.get(other, async () => undefined)).toBeUndefined();
    }
  });

  it('asks once for all who ask at the same time', async () => {
    const cache = createCache();
    let answer: (value: true) => void = () => {};
    const ask = jest.fn(
      () =>
        new Promise<true>(resolve => {
          answer = resolve;
        }),
    );
    const answers = [1, 2, 3].map(() => cache.get('q', ask));
    expect(ask).toHaveBeenCalledTimes(1);
    answer(true);
    expect(await Promise.all(answers)).toEqual([true, true, true]);
  });

  it('keeps no errors', async () => {
    const cache = createCache();
    const fail = () => Promise.reject(new Error('no'));
    const both = [cache.get('q', fail), cache.get('q', fail)];
    for (const one of both) {
      await expect(one).rejects.toThrow('no');
    }
    expect(await cache.get('q', async () => true)).toBe(true);
  });

  it('keeps no more than so many', async () => {
    const cache = createCache();
    for (let index = 0; index < 2_500; index += 1) {
      await cache.get(index, async () => true);
    }
    expect(cache.size).toBe(2_000);
  });

  it('holds no question, only what nobody else can tell it by', async () => {
    const set = jest.spyOn(LRUCache.prototype, 'set');
    for (const cache of [createCache(), createCache()]) {
      await cache.get('secret-token', async () => true);
    }
    const keys = set.mock.calls.map(([key]) => key);
    expect(keys).toEqual([
      expect.stringMatching(/^[\w+/]{43}=$/),
      expect.stringMatching(/^[\w+/]{43}=$/),
    ]);
    expect(keys[0]).not.toBe(keys[1]);
    set.mockRestore();
  });
});
