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

import { PageTurns } from './PageTurns';

const never = new AbortController().signal;

/** Notes the order in which some get their turns. */
function takeAll(turns: PageTurns, names: readonly string[]) {
  const taken: string[] = [];
  const done = names.map(async name => {
    const giveBack = await turns.take(never);
    taken.push(name);
    return giveBack;
  });
  return { taken, done };
}

describe('PageTurns', () => {
  it('lets some at once, and the others in the order in which they came', async () => {
    const { taken, done } = takeAll(new PageTurns(2), ['a', 'b', 'c', 'd']);
    const giveBack = await done[0];
    await done[1];
    expect(taken).toEqual(['a', 'b']);
    giveBack();
    await done[2];
    expect(taken).toEqual(['a', 'b', 'c']);
  });

  it('takes a turn back once only', async () => {
    const { taken, done } = takeAll(new PageTurns(1), ['a', 'b', 'c']);
    const giveBack = await done[0];
    giveBack();
    giveBack();
    await done[1];
    await new Promise(setImmediate);
    expect(taken).toEqual(['a', 'b']);
  });

  it('leaves out who does not wait any more', async () => {
    const turns = new PageTurns(1);
    const giveBack = await turns.take(never);
    const stop = new AbortController();
    const stopped = turns.take(stop.signal);
    const next = turns.take(never);
    stop.abort(new Error('stopped'));
    await expect(stopped).rejects.toThrow('stopped');
    await expect(turns.take(stop.signal)).rejects.toThrow('stopped');
    giveBack();
    await expect(next).resolves.toEqual(expect.any(Function));
  });
});
