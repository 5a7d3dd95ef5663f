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

import { setImmediate as onNextTurn } from 'timers';

const MAX_TURN_MS = 8;

/**
 * Gives a function that, now and then, returns what to wait for: that others had their
 * turn. A turn begins with its first call, and ends when the event loop goes on: all who
 * call the function share it. Of those who wait one goes on in each turn, first come,
 * first served.
 *
 * @param options - `clock`: ms, of a clock that nobody sets
 */
export function turnsOfOthers(
  options: { clock?: () => number } = {},
): () => Promise<void> | undefined {
  const { clock = () => performance.now() } = options;
  const waiting: Array<() => void> = [];
  let since: number | undefined;
  const begin = () => {
    if (since === undefined) {
      onNextTurn(() => {
        since = undefined;
      });
    }
    since = clock();
  };
  const letOneGoOn = () => {
    begin();
    const goOn = waiting.shift();
    if (waiting.length > 0) {
      onNextTurn(letOneGoOn);
    }
    goOn?.();
  };
  return () => {
    if (since === undefined) {
      begin();
    } else if (clock() - since > MAX_TURN_MS) {
      if (waiting.length === 0) {
        onNextTurn(letOneGoOn);
      }
      return new Promise(resolve => waiting.push(resolve));
    }
    return undefined;
  };
}

/** The turn of all that this process does: many short things at once are a long one. */
export const othersTurn = turnsOfOthers();

/** Makes something of each item, and lets others have their turn meanwhile. */
export async function mapInTurns<Item, Made>(
  items: readonly Item[],
  make: (item: Item) => Made,
): Promise<Made[]> {
  const made: Made[] = [];
  for (const item of items) {
    const wait = othersTurn();
    // To await nothing would let all begin who asked at once.
    if (wait) {
      await wait;
    }
    made.push(make(item));
  }
  return made;
}
