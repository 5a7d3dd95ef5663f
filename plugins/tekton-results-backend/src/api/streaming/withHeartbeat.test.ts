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

import { withHeartbeat } from './withHeartbeat';

describe('withHeartbeat', () => {
  it('gives signs of life while its source is silent, and nothing of it is lost', async () => {
    let say: () => void = () => {};
    let ended = false;
    async function* source() {
      try {
        yield 1;
        await new Promise<void>(resolve => {
          say = resolve;
        });
        yield 2;
      } finally {
        ended = true;
      }
    }
    const items: unknown[] = [];
    const beats = withHeartbeat(source(), { everyMs: 5, beat: 'beat' });
    for await (const item of beats) {
      items.push(item);
      if (items.length === 4) {
        say();
      }
    }
    const isBeat = (item: unknown) => item === 'beat';
    expect(items.filter(item => !isBeat(item))).toEqual([1, 2]);
    expect(items.filter(isBeat).length).toBeGreaterThanOrEqual(3);
    expect(ended).toBe(true);
  });

  it('fails with its source', async () => {
    async function* source() {
      yield 1;
      throw new Error('broken');
    }
    const read = async () => {
      for await (const item of withHeartbeat(source(), {
        everyMs: 1_000,
        beat: 0,
      })) {
        expect(item).toBe(1);
      }
    };
    await expect(read()).rejects.toThrow('broken');
  });
});
