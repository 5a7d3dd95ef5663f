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
  readBytes,
  sent,
  testArchive,
  type TestArchive,
} from '../__testUtils__/testArchive';

const never = new AbortController().signal;
const LINES = ['a one', 'a two', 'b three', 'b four', 'c five', 'c six'];

/** A log of three segments, of which some are lost. */
async function openWithout(...lost: number[]) {
  const test = await testArchive();
  for (const count of [2, 4, 6]) {
    await test.append(sent(...LINES.slice(0, count)), count === 6);
  }
  expect(test.segments).toHaveLength(3);
  for (const number of lost) {
    const segment = test.segments[number];
    test.segments[number] = { ...segment, lost: true };
    test.driver.objects.delete(segment.key);
  }
  return test;
}

const noted = async ({ archive, log }: TestArchive) =>
  (
    await readBytes(
      archive.bytes(log(), {
        noteLost: ({ from, to }) => Buffer.from(`<${from}-${to}>`),
        signal: never,
      }),
    )
  ).toString();

describe('a log that has lost a segment', () => {
  it('gives all that is left', async () => {
    const { text, lines, search } = await openWithout(1);
    expect((await text()).toString()).toBe('a one\na two\nc five\nc six\n');
    expect((await lines(2, 5)).map(line => String(line.text))).toEqual([
      'a two',
      'c five',
    ]);
    expect((await search('i')).map(({ line }) => line.number)).toEqual([5, 6]);
  });

  it('keeps the numbers of its lines', async () => {
    const { lines } = await openWithout(0);
    const range = await lines(1, 6);
    expect(range.map(({ number }) => number)).toEqual([3, 4, 5, 6]);
    expect(await lines(1, 2)).toEqual([]);
  });

  it('says in its place what is lost, for those who want to know', async () => {
    expect(await noted(await openWithout())).toBe(`${LINES.join('\n')}\n`);
    expect(await noted(await openWithout(1))).toBe(
      'a one\na two\n<3-4>c five\nc six\n',
    );
    expect(await noted(await openWithout(0, 2))).toBe(
      '<1-2>b three\nb four\n<5-6>',
    );
    expect(await noted(await openWithout(0, 1, 2))).toBe('<1-6>');
  });
});
