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

import { endTogether } from './endTogether';

function setUp() {
  const stop = new AbortController();
  const ended: string[] = [];
  const part = async (name: string) => {
    await new Promise(resolve =>
      stop.signal.addEventListener('abort', resolve),
    );
    ended.push(name);
  };
  return { stop, ended, part };
}

describe('endTogether', () => {
  it('waits for all parts', async () => {
    const { stop, ended, part } = setUp();
    const end = jest.fn();
    const all = endTogether([part('a'), part('b')], end);
    stop.abort();
    await all;
    expect(ended).toEqual(['a', 'b']);
  });

  it('ends the others when one fails, and tells why once they have ended', async () => {
    const { stop, ended, part } = setUp();
    const failing = Promise.reject(new Error('broken'));
    await expect(
      endTogether([part('a'), failing, part('b')], () => stop.abort()),
    ).rejects.toThrow('broken');
    expect(ended).toEqual(['a', 'b']);
  });
});
