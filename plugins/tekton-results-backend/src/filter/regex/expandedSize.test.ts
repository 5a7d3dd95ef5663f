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

import { RE2JS } from 're2js';
import { expandedSize } from './expandedSize';

describe('expandedSize', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['a{3}', 3],
    ['a{3,5}b', 6],
    ['a{3,}', 3],
    ['a{0}b', 2],
    ['(ab){3}', 6],
    ['(?:ab){3}(?P<name>c){2}', 8],
    ['((a{10}){10}){10}', 1_000],
    ['((a{10}b){10}c){10}', 1_110],
    ['[a-z{5}]{3}', 3],
    ['[]a]{4}[^]a]{2}', 6],
    ['[[:alpha:]]{4}', 4],
    ['[\\]]{4}', 4],
    ['\\({3}', 3],
    ['\\Q(((\\E{3}', 21],
    ['é{2}😀{2}', 4],
    // Not valid, so somebody else refuses it.
    ['a)){2}', 2],
    ['((a{2}', 2],
  ])('of %s is %s', (pattern, size) => {
    expect(expandedSize(pattern)).toBe(size);
  });

  it.each([
    '(?:aaaaaaaaaaaaaaaaaaaa\\Q)\\E){100}',
    '(?:[)]aaaaaaaaaaaaaaaaaaaa\\)){100}',
    '(?:\\Q(\\Eaaaaaaaaaaaaaaaaaaaa[(]){100}',
    '((((aaaaaaaaaaaaaaaaaaaa){10}){10}))',
    '(?i:aaaaaaaaaaaaaaaaaaaa){100}',
  ])('is not deceived by %s', pattern => {
    expect(RE2JS.compile(pattern).programSize()).toBeGreaterThan(2_000);
    expect(expandedSize(pattern)).toBeGreaterThanOrEqual(2_000);
  });
});
