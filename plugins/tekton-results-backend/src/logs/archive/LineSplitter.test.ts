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

import fc from 'fast-check';
import { LineSplitter, MAX_PIECE_BYTES } from './LineSplitter';

function split(chunks: readonly string[]) {
  const splitter = new LineSplitter();
  const pieces = chunks.flatMap(chunk => [
    ...splitter.push(Buffer.from(chunk, 'latin1')),
  ]);
  const rest = splitter.rest();
  return [...pieces, ...(rest ? [rest] : [])];
}

it.each([
  [[], []],
  [['one\ntwo'], ['one\n', 'two']],
  [
    ['o', 'ne\n', '\nthree', '\n'],
    ['one\n', '\n', 'three\n'],
  ],
])('cuts %j into lines', (chunks: string[], lines) => {
  expect(
    split(chunks).map(({ bytes, ends }) => `${bytes}${ends ? '\n' : ''}`),
  ).toEqual(lines);
});

it('gives long lines in pieces', () => {
  const long = 'x'.repeat(2 * MAX_PIECE_BYTES + 5);
  const pieces = split([long.slice(0, 7), `${long.slice(7)}\nend`]);
  expect(
    pieces.map(({ bytes, starts, ends }) => [bytes.length, starts, ends]),
  ).toEqual([
    [MAX_PIECE_BYTES, true, false],
    [MAX_PIECE_BYTES, false, false],
    [5, false, true],
    [3, true, false],
  ]);
});

it('says that a long line goes on of which nothing is left', () => {
  const pieces = split(['x'.repeat(MAX_PIECE_BYTES + 1)]);
  expect(pieces.map(({ bytes }) => bytes.length)).toEqual([MAX_PIECE_BYTES, 1]);
});

it('gives the same lines wherever chunks end', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'bc', '\n', '\r\n')), parts => {
      const text = parts.join('');
      expect(split(parts)).toEqual(split([text]));
      expect(
        split(parts)
          .map(({ bytes, ends }) => `${bytes}${ends ? '\n' : ''}`)
          .join(''),
      ).toBe(text);
    }),
  );
});
