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
import { setImmediate as nextTurn } from 'timers/promises';

const MAX_TURN_MS = 15;

/**
 * Gives a function that, now and then, waits until others had their turn. A turn
 * begins with its first call, and ends when the event loop goes on.
 *
 * @param options - `clock`: ms, of a clock that nobody sets
 */
export function turnsOfOthers(
  options: { clock?: () => number } = {},
): () => Promise<void> {
  const { clock = () => performance.now() } = options;
  let since: number | undefined;
  return async () => {
    if (since !== undefined && clock() - since > MAX_TURN_MS) {
      await nextTurn();
    }
    if (since === undefined) {
      since = clock();
      onNextTurn(() => {
        since = undefined;
      });
    }
  };
}

/** Makes something of each item, and lets others have their turn meanwhile. */
export async function mapInTurns<Item, Made>(
  items: readonly Item[],
  make: (item: Item) => Made,
): Promise<Made[]> {
  const othersTurn = turnsOfOthers();
  const made: Made[] = [];
  for (const item of items) {
    await othersTurn();
    made.push(make(item));
  }
  return made;
}
