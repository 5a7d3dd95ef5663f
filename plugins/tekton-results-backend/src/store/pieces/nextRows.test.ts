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

import { nextRows } from './nextRows';

const LIMITS = { minRows: 20, maxRows: 2_000 };

describe('nextRows', () => {
  it.each([
    ['twice as many after a piece of no time', 100, 0, 200],
    ['twice as many after a short piece', 100, 1, 200],
    ['as many as fit after one that is nearly long enough', 100, 16, 125],
    ['as many again after one that was right', 100, 20, 100],
    ['half as many after one that was a bit too long', 100, 21, 50],
    ['as few as fit after a very long one', 1_000, 200, 100],
    ['the fewest after one that was far too long', 1_000, 5_000, 20],
    ['the fewest when even these are too many', 20, 400, 20],
    ['the most when more would fit', 1_500, 1, 2_000],
  ])('has %s', (_, rows, ms, next) => {
    expect(nextRows({ rows, ms }, LIMITS)).toBe(next);
  });

  it('grows from a single row', () => {
    const limits = { minRows: 1, maxRows: 20 };
    expect(nextRows({ rows: 1, ms: 5 }, limits)).toBe(2);
    expect(nextRows({ rows: 1, ms: 15 }, limits)).toBe(1);
  });
});
