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
import { nextFound } from './nextFound';
import {
  addSearchEvents,
  logKey,
  NOTHING_FOUND,
  ordinalOf,
  withPage,
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
      place: place('u'),
      lines: 9,
      matches: 12,
      complete: true,
    });
  });

  const U = logKey(place('u'));
  const V = logKey(place('v'));
  const listed = addSearchEvents(NOTHING_FOUND, [
    match('u', 1),
    match('u', 5),
    match('v', 2),
  ]);

  it('is gone through around the ends', () => {
    const [first, second, third] = listed.lines;
    expect(nextFound(listed, { current: third }, 1)).toEqual({ line: first });
    expect(nextFound(listed, { current: second }, 1)).toEqual({ line: third });
    expect(nextFound(listed, { current: third }, -1)).toEqual({ line: second });
    expect(nextFound(listed, { current: first }, -1)).toEqual({ line: third });
    expect(nextFound(NOTHING_FOUND, { log: U }, 1)).toBeUndefined();
  });

  it('begins where the user is', () => {
    const [first, second] = listed.lines;
    expect(nextFound(listed, { log: U, line: 3 }, 1)).toEqual({ line: second });
    expect(nextFound(listed, { log: U }, 1)).toEqual({ line: first });
    expect(nextFound(listed, { log: U, line: 9 }, 1)).toEqual({ line: first });
    expect(nextFound(listed, { log: V }, -1)).toEqual({ line: second });
    expect(nextFound(listed, { log: 'another' }, 1)).toEqual({ line: first });
  });

  describe('beyond what is listed', () => {
    const counted = (uid: string, lines: number): LogSearchEvent => ({
      type: 'log',
      log: place(uid),
      lines,
      matches: lines,
      listed: 2,
      complete: true,
    });
    const cut = addSearchEvents(NOTHING_FOUND, [
      match('u', 1),
      match('u', 5),
      counted('u', 9),
      match('v', 2),
      counted('v', 1),
      counted('w', 3),
    ]);
    const [first, second, third] = cut.lines;
    const page = (uid: string, range: object) => ({
      page: { log: logKey(place(uid)), place: place(uid), range },
    });

    it('goes on with lines that were only counted', () => {
      const end = { before: Number.MAX_SAFE_INTEGER };
      expect(nextFound(cut, { current: second }, 1)).toEqual(
        page('u', { from: 6 }),
      );
      expect(nextFound(cut, { current: third }, -1)).toEqual(page('u', end));
      expect(nextFound(cut, { current: third }, 1)).toEqual(
        page('w', { from: 1 }),
      );
      expect(nextFound(cut, { current: first }, -1)).toEqual(page('w', end));
      expect(nextFound(cut, { log: U, line: 77 }, 1)).toEqual(
        page('u', { from: 77 }),
      );
      expect(nextFound(cut, { log: U, line: 77 }, -1)).toEqual(
        page('u', { before: 77 }),
      );
    });

    it('knows which of all each line is', () => {
      const more = [6, 7].map(index => ({ ...second, index }));
      const paged = withPage(cut, more);
      expect(
        paged.lines.map(line => [line.log, ordinalOf(paged, line)]),
      ).toEqual([
        [U, 0],
        [U, 1],
        [U, 6],
        [U, 7],
        [V, 9],
      ]);
      expect(nextFound(paged, { current: more[0] }, 1)).toEqual({
        line: more[1],
      });
      expect(nextFound(paged, { current: more[0] }, -1)).toEqual(
        page('u', { before: 5 }),
      );
      expect(withPage(cut, [second])).toBe(cut);
    });
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
