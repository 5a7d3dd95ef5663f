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
import { countTurns } from './__testUtils__/countTurns';
import { mapInTurns, turnsOfOthers } from './turnsOfOthers';

describe('turnsOfOthers', () => {
  function setUp() {
    let now = 0;
    const othersTurn = turnsOfOthers({ clock: () => now });
    const othersHadTheirs = () => {
      let had = false;
      onNextTurn(() => {
        had = true;
      });
      return () => had;
    };
    return {
      othersTurn,
      othersHadTheirs,
      pass: (ms: number) => {
        now += ms;
      },
    };
  }

  it('goes on at once while the turn is short', async () => {
    const { othersTurn, othersHadTheirs, pass } = setUp();
    const had = othersHadTheirs();
    await othersTurn();
    pass(8);
    await othersTurn();
    expect(had()).toBe(false);
  });

  it('lets others have their turn after a while, and again after as long', async () => {
    const { othersTurn, othersHadTheirs, pass } = setUp();
    await othersTurn();
    for (let turn = 0; turn < 3; turn++) {
      const had = othersHadTheirs();
      pass(9);
      await othersTurn();
      expect(had()).toBe(true);
    }
  });

  it('does not count the time in which others had their turn', async () => {
    const { othersTurn, othersHadTheirs, pass } = setUp();
    await othersTurn();
    await new Promise(resolve => onNextTurn(resolve));
    pass(1_000);
    const had = othersHadTheirs();
    await othersTurn();
    expect(had()).toBe(false);
  });

  it('counts the turn of many who work at once as one', async () => {
    const { othersTurn, othersHadTheirs, pass } = setUp();
    const had = othersHadTheirs();
    const hadWhenDone = await Promise.all(
      Array.from({ length: 4 }, async () => {
        await othersTurn();
        pass(5);
        await othersTurn();
        return had();
      }),
    );
    expect(hadWhenDone).toEqual([false, true, true, true]);
  });

  it('lets one of those who wait go on in each turn, in their order', async () => {
    const { othersTurn, pass } = setUp();
    let turn = 0;
    const wentOn: Array<[string, number]> = [];
    const count = () => {
      turn += 1;
      if (wentOn.length < 6) {
        onNextTurn(count);
      }
    };
    onNextTurn(count);
    await othersTurn();
    pass(9);
    await Promise.all(
      ['a', 'b', 'c'].map(async name => {
        for (let times = 0; times < 2; times++) {
          await othersTurn();
          wentOn.push([name, turn]);
          pass(9);
        }
      }),
    );
    expect(wentOn.map(([name]) => name)).toEqual([...'abcabc']);
    expect(new Set(wentOn.map(([, when]) => when)).size).toBe(6);
  });
});

describe('mapInTurns', () => {
  it('shares the turn with all others who do so', async () => {
    const turns = await countTurns(() =>
      Promise.all(
        Array.from({ length: 4 }, () =>
          mapInTurns([1], () => {
            const until = performance.now() + 20;
            while (performance.now() < until);
          }),
        ),
      ),
    );
    expect(turns).toBeGreaterThan(1);
  });

  it('makes something of each item, in order, and lets others have their turn', async () => {
    let made: number[] = [];
    const turns = await countTurns(async () => {
      made = await mapInTurns([1, 2, 3, 4], item => {
        const until = performance.now() + 20;
        while (performance.now() < until);
        return item * 2;
      });
    });
    expect(made).toEqual([2, 4, 6, 8]);
    expect(turns).toBeGreaterThan(1);
  });
});
