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

import type { LogSearchEvent } from 'backstage-plugin-tekton-results-common';
import { mistakeIn } from './mistakeIn';
import {
  addSearchEvents,
  logKey,
  nextFound,
  NOTHING_FOUND,
} from './searchResult';

const place = (uid: string) => ({
  cluster: 'a',
  uid,
  attempt: 1,
  container: 'step-x',
  task: 'x',
});
const match = (uid: string, number: number): LogSearchEvent => ({
  type: 'match',
  log: place(uid),
  line: { number, text: 'aa' },
  ranges: [
    { start: 0, end: 1 },
    { start: 1, end: 2 },
  ],
});

describe('what a search found', () => {
  it('counts what is listed, and then what the server counted', () => {
    const some = addSearchEvents(NOTHING_FOUND, [match('u', 1), match('u', 5)]);
    expect(some).toMatchObject({ matches: 4, matchingLines: 2 });
    const all = addSearchEvents(some, [
      {
        type: 'log',
        log: place('u'),
        lines: 9,
        matches: 12,
        listed: 2,
        complete: true,
      },
      {
        type: 'end',
        logs: 1,
        lines: 9,
        matches: 12,
        complete: false,
        reason: 'too slow',
      },
    ]);
    expect(all).toMatchObject({
      matches: 12,
      matchingLines: 9,
      incomplete: 'too slow',
    });
    expect(all.lines).toHaveLength(2);
    expect(all.logs.get(logKey(place('u')))).toEqual({
      lines: 9,
      matches: 12,
      complete: true,
    });
  });

  it('is gone through around the ends', () => {
    const { lines } = addSearchEvents(NOTHING_FOUND, [
      match('u', 1),
      match('u', 5),
      match('v', 2),
    ]);
    expect(nextFound(lines, { current: 2 }, 1)).toBe(0);
    expect(nextFound(lines, { current: 0 }, -1)).toBe(2);
    expect(nextFound([], { current: 0 }, 1)).toBeUndefined();
  });

  it('begins where the user is', () => {
    const { lines } = addSearchEvents(NOTHING_FOUND, [
      match('u', 1),
      match('u', 5),
      match('v', 2),
    ]);
    const inU = logKey(place('u'));
    expect(nextFound(lines, { log: inU, line: 3 }, 1)).toBe(1);
    expect(nextFound(lines, { log: inU }, 1)).toBe(0);
    expect(nextFound(lines, { log: inU, line: 9 }, 1)).toBe(0);
    expect(nextFound(lines, { log: logKey(place('v')) }, -1)).toBe(1);
    expect(nextFound(lines, { log: 'another' }, 1)).toBe(0);
  });
});

it('finds the place of a mistake in what the server says', () => {
  const message =
    'The regular expression is wrong at character 2: missing closing ): `(b`';
  expect(mistakeIn('a(b', message)).toEqual({ start: 1, end: 3 });
  expect(mistakeIn('a(b', 'wrong at character 2: what')).toEqual({
    start: 1,
    end: 2,
  });
  expect(mistakeIn('a', 'wrong at character 9: what')).toBeUndefined();
  expect(mistakeIn('a', 'wrong')).toBeUndefined();
});
