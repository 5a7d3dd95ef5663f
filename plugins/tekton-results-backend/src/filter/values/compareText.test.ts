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
import { compareText, textSize } from './compareText';

const text = fc.string({
  unit: fc.constantFrom('a', 'b', 'é', '\ud7ff', '\ue000', '\ufffd', '😀', '𝒳'),
});

describe('compareText', () => {
  it.each([
    ['', '', 0],
    ['', 'a', -1],
    ['a', 'b', -1],
    ['a', 'ab', -1],
    ['B', 'a', -1],
    ['z', 'é', -1],
    ['\ufffd', '😀', -1],
    ['😀', '😁', -1],
    ['x😀', 'x😀', 0],
  ])('compares %p with %p', (left, right, sign) => {
    expect(Math.sign(compareText(left, right))).toBe(sign);
    expect(Math.sign(compareText(right, left))).toBe(0 - sign);
  });

  it('has the order of the UTF-8 bytes', () => {
    fc.assert(
      fc.property(text, text, (left, right) => {
        expect(Math.sign(compareText(left, right))).toBe(
          Buffer.compare(Buffer.from(left), Buffer.from(right)),
        );
      }),
    );
  });
});

describe('textSize', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['é', 1],
    ['😀', 1],
    ['a😀b', 3],
    ['\ud83d', 1],
    ['\ude00\ud83d', 2],
  ])('of %p is %s', (value, size) => {
    expect(textSize(value)).toBe(size);
  });

  it('counts what iterating over the text gives', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), value => {
        expect(textSize(value)).toBe(Array.from(value).length);
      }),
    );
  });
});
