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

import {
  MAX_HEIGHT,
  needsOthers,
  rowOfScroll,
  rowsAround,
  scrollOfRow,
  totalHeight,
} from './scrollMap';
import { allLines, someLines } from './RowMap';
import { rowAfterKey } from './rowAfterKey';

const shape = (count: number) => ({ count, rowHeight: 20, viewHeight: 500 });

describe('the way from rows to pixels', () => {
  it('is exact while all rows fit', () => {
    const rows = shape(1_000);
    expect(totalHeight(rows)).toBe(20_000);
    expect(scrollOfRow(rows, 10)).toBeCloseTo(200);
    expect(rowOfScroll(rows, 210)).toBeCloseTo(10.5);
    expect(rowOfScroll(rows, 19_500)).toBeCloseTo(975);
  });

  it('leads to every row where they do not fit into an element', () => {
    const rows = shape(30_000_000);
    expect(totalHeight(rows)).toBe(MAX_HEIGHT);
    for (const row of [0, 1, 15_000_000, 29_999_975]) {
      expect(rowOfScroll(rows, scrollOfRow(rows, row))).toBeCloseTo(row, 3);
    }
    expect(rowOfScroll(rows, MAX_HEIGHT)).toBeCloseTo(30_000_000 - 25);
  });

  it('stays at the top where there is nothing to scroll', () => {
    expect(scrollOfRow(shape(3), 2)).toBe(0);
    expect(rowOfScroll(shape(3), 100)).toBe(0);
    expect(scrollOfRow(shape(0), 0)).toBe(0);
  });
});

describe('the rows that are drawn', () => {
  it('are those that are seen and some around', () => {
    expect(rowsAround(1_000, { first: 100, last: 125 })).toEqual({
      first: 75,
      last: 150,
    });
    expect(rowsAround(10, { first: 0, last: 20 })).toEqual({
      first: 0,
      last: 9,
    });
    expect(rowsAround(0, { first: 0, last: 20 }).last).toBe(-1);
  });

  it('change only when few are left', () => {
    const drawn = { first: 75, last: 150 };
    expect(needsOthers(1_000, drawn, { first: 90, last: 115 })).toBe(false);
    expect(needsOthers(1_000, drawn, { first: 80, last: 105 })).toBe(true);
    expect(needsOthers(1_000, drawn, { first: 120, last: 145 })).toBe(true);
    expect(needsOthers(151, drawn, { first: 125, last: 150 })).toBe(false);
  });
});

it('tells the row of each line, and of lines that have none', () => {
  const all = allLines(10);
  expect([all.lineOf(0), all.rowOf(1), all.rowOf(99)]).toEqual([1, 0, 9]);
  const some = someLines([3, 7, 20]);
  expect([some.count, some.lineOf(1)]).toEqual([3, 7]);
  expect([7, 8, 99].map(some.rowOf)).toEqual([1, 2, 2]);
});

it('moves by keys', () => {
  const from = { row: 5, count: 100, page: 20 };
  const keys = ['ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'x'];
  expect(keys.map(key => rowAfterKey(key, from))).toEqual([
    4,
    6,
    0,
    25,
    0,
    undefined,
  ]);
});
