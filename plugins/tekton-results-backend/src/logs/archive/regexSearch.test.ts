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

import { collect, inChunks, testArchive } from '../__testUtils__/testArchive';
import { readText } from '../runLogs/LogText';
import { prepareSearch } from './LineSearch';

jest.setTimeout(60_000);

const TIME = '2026-11-21T10:00:00Z';
/** To find where it is in a line of `a`, 400 states are kept at each of them. */
const COSTLY = 'a.{400}[0-9]';
const regex = (pattern: string) => ({
  pattern,
  isRegex: true,
  caseSensitive: true,
});

/** Counts the turns that others have until something ends. */
async function turnsUntil(ended: Promise<unknown>): Promise<number> {
  let turns = 0;
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  ended.then(over, over);
  while (!isOver) {
    await new Promise(resolve => setTimeout(resolve, 1));
    turns += 1;
  }
  return turns;
}

describe('a search for a regular expression that takes a minute', () => {
  const line = `${'a'.repeat(1024 * 1024 - 1)}1`;

  it.each([
    [
      'kept here',
      async (signal: AbortSignal) => {
        const { archive, append, log } = await testArchive();
        await append(`${TIME} ${line}\n`);
        return archive.search(log(), regex(COSTLY), { signal });
      },
    ],
    [
      'kept by others',
      async (signal: AbortSignal) =>
        readText({ bytes: () => inChunks(`${line}\n`) }).search(regex(COSTLY), {
          signal,
        }),
    ],
  ])(
    'of a log %s lets others go on, and ends when told to',
    async (_, open) => {
      const leave = new AbortController();
      const search = collect(await open(leave.signal));
      setTimeout(() => leave.abort(), 500);
      expect(await turnsUntil(search)).toBeGreaterThan(20);
      await expect(search).rejects.toMatchObject({ name: 'AbortError' });
    },
  );
});

it('finds a line that any other is like', async () => {
  const found = prepareSearch(regex('.'), new AbortController().signal);
  const lines = await collect(found(Buffer.from(' a\n'.repeat(100_000))));
  expect(lines).toHaveLength(100_000);
  expect(lines.at(-1)).toEqual({
    linesBefore: 99_999,
    start: 299_997,
    textAt: 299_998,
    end: 299_999,
    ranges: [{ start: 0, end: 1 }],
    count: 1,
  });
});

describe('a log that others keep', () => {
  const signal = new AbortController().signal;
  const search = (text: string, pattern: string) =>
    collect(
      readText({ bytes: () => inChunks(text, 10_000) }).search(regex(pattern), {
        signal,
      }),
    );

  it('is searched line by line', async () => {
    expect(await search('one\n\ntwo one\nthree', '(?:one|three)$')).toEqual(
      [
        [1, 'one', 0, 3],
        [3, 'two one', 4, 7],
        [4, 'three', 0, 5],
      ].map(([number, text, start, end]) => ({
        line: {
          number,
          time: undefined,
          text: Buffer.from(String(text)),
          bytes: String(text).length,
        },
        ranges: [{ start, end }],
        count: 1,
      })),
    );
  });

  it.each([0, 1])(
    'is searched beyond the first MB of a line, with an end of %d bytes',
    async endBytes => {
      const long = `${'a'.repeat(3 * 1024 * 1024 - 7)} needle`;
      const end = '\n'.repeat(endBytes);
      const found = await search(`x\n${long}${end}`, 'needle');
      expect(found).toMatchObject([
        { line: { number: 2, bytes: long.length }, ranges: [] },
      ]);
      expect(await search(`${long}\nb needle`, '^b')).toMatchObject([
        { line: { number: 2 } },
      ]);
    },
  );
});
