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
import {
  decodeBytes,
  encodeBytes,
  splitsCharacter,
  unfinishedBytes,
} from './ByteText';

/** Bytes in which there is UTF-8, cut anywhere, and what looks like it. */
const anyBytes = fc
  .array(
    fc.oneof(
      fc
        .constantFrom('a', 'é', '€', '😀', '\u{10ffff}')
        .map(text => [...Buffer.from(text)]),
      fc.array(fc.integer({ min: 0x80, max: 0xff }), { maxLength: 4 }),
    ),
  )
  .map(parts => Buffer.from(parts.flat()));

it.each([
  ['text', Buffer.from('aé€😀'), 'aé€😀'],
  ['a byte alone', [0x61, 0xff, 0x62], 'a\udcffb'],
  ['half a character', [0xe2, 0x82, 0xc3, 0xa9], '\udce2\udc82é'],
  ['a character written too long', [0xc0, 0x80], '\udcc0\udc80'],
  ['a surrogate', [0xed, 0xa0, 0x80], '\udced\udca0\udc80'],
  [
    'more than Unicode has',
    [0xf4, 0x90, 0x80, 0x80],
    '\udcf4\udc90\udc80\udc80',
  ],
  ['a pair, and a byte', [0xf0, 0x9f, 0x98, 0x80, 0x80], '😀\udc80'],
])('decodes %s', (_, bytes, text) => {
  expect(decodeBytes(Buffer.from(bytes))).toBe(text);
});

it('gives back the same bytes', () => {
  fc.assert(
    fc.property(anyBytes, bytes => {
      expect(encodeBytes(decodeBytes(bytes))).toEqual(bytes);
    }),
  );
});

it('gives back the same bytes when the text is cut between characters', () => {
  fc.assert(
    fc.property(anyBytes, fc.nat(), (bytes, place) => {
      const text = decodeBytes(bytes);
      const wanted = place % (text.length + 1);
      const cut = splitsCharacter(text, wanted) ? wanted - 1 : wanted;
      expect(
        Buffer.concat([
          encodeBytes(text.slice(0, cut)),
          encodeBytes(text.slice(cut)),
        ]),
      ).toEqual(bytes);
    }),
  );
});

it('knows where a character is not finished', () => {
  const bytes = Buffer.from('x😀');
  expect(
    [0, 1, 2, 3, 4].map(missing =>
      unfinishedBytes(bytes.subarray(0, bytes.length - missing)),
    ),
  ).toEqual([0, 3, 2, 1, 0]);
});
