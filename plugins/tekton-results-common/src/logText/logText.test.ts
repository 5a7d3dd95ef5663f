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

import { shownPieces, shownText } from './shownPieces';

const ESC = '\u001b';

describe('what a terminal shows of a line', () => {
  it.each([
    ['plain text', 'plain\ttext', 'plain\ttext'],
    ['coloured words', `${ESC}[31mFAIL${ESC}[0m cart`, 'FAIL cart'],
    ['a progress bar that returns', ' 10%\r 50%\r100% done', '100% done'],
    ['a shorter text over a longer one', 'abcdef\rxy', 'xycdef'],
    ['a line that ends with a return', 'windows\r', 'windows'],
    ['what is erased to the end', `progress 1\rdone${ESC}[K`, 'done'],
    ['what is erased to the beginning', `abc${ESC}[1Kd`, '   d'],
    ['what is erased twice', `abc${ESC}[1K\rxy${ESC}[1Kz`, '  z'],
    ['a place after an erased line', `abc${ESC}[2Kd`, '   d'],
    ['a beginning after an erased line', `abc${ESC}[2K\rnew`, 'new'],
    ['backspaces', 'abd\bc', 'abc'],
    ['a title', `${ESC}]0;title\u0007text`, 'text'],
    ['a sequence that is cut off', `text${ESC}[38;5`, 'text'],
    ['nothing', '', ''],
  ])('is right for %s', (_, written, expected) => {
    expect(shownText(written)).toBe(expected);
  });

  it('tells where each part of it was written', () => {
    expect(shownPieces(`abc${ESC}[1mdef\rX`)).toEqual([
      { source: 11, length: 1 },
      { source: 1, length: 2 },
      { source: 7, length: 3 },
    ]);
    expect(shownPieces(`ab${ESC}[1Kc`)).toEqual([
      { source: undefined, length: 2 },
      { source: 6, length: 1 },
    ]);
  });

  it('is what is left when each character is put where the cursor is', () => {
    const parts = ['a', 'bc', 'def', '\r', '\b', `${ESC}[31m`].concat(
      ['', '1', '2'].map(what => `${ESC}[${what}K`),
    );
    let all: string[][] = [[]];
    for (let length = 1; length <= 5; length += 1) {
      all = all.flatMap(written => parts.map(part => [...written, part]));
      const wrong = all.filter(
        written => shownText(written.join('')) !== onScreen(written),
      );
      expect(wrong).toEqual([]);
    }
  });
});

/** A cell at a time, as slow as it is plain. */
function onScreen(written: readonly string[]): string {
  let cells: string[] = [];
  let column = 0;
  for (const part of written) {
    if (part === '\r') {
      column = 0;
    } else if (part === '\b') {
      column = Math.max(0, column - 1);
    } else if (part === `${ESC}[K`) {
      cells = cells.slice(0, column);
    } else if (part === `${ESC}[1K`) {
      cells = [...' '.repeat(column), ...cells.slice(column)];
    } else if (part === `${ESC}[2K`) {
      cells = [];
    } else if (!part.startsWith(ESC)) {
      for (const character of part) {
        const before = cells.slice(0, column);
        const gap = ' '.repeat(column - before.length);
        cells = [...before, ...gap, character, ...cells.slice(column + 1)];
        column += 1;
      }
    }
  }
  return cells.join('');
}
