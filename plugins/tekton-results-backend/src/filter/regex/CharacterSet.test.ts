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

import { CharacterSet } from './CharacterSet';

const abc = CharacterSet.of('abc');
const bcd = CharacterSet.of('bcd');

describe('CharacterSet', () => {
  it.each([
    ['one character', CharacterSet.of('a'), 'a'],
    ['one operator', CharacterSet.of('*'), '\\*'],
    ['a few characters', CharacterSet.of('za'), '[az]'],
    ['the same twice', CharacterSet.of('aa'), 'a'],
    ['a run', CharacterSet.of('dcba'), '[a-d]'],
    ['two runs', CharacterSet.range('8', 'C'), '[89\\:\\;\\<\\=\\>\\?\\@A-C]'],
    [
      'what means something in brackets',
      CharacterSet.of('^-]['),
      '[\\-\\[\\]\\^]',
    ],
    ['a run beyond ASCII', CharacterSet.range('а', 'г'), '[абвг]'],
    ['all but one', CharacterSet.of('a').negate(), '[^a]'],
    ['all', CharacterSet.of('').negate(), '.'],
    ['none', CharacterSet.of(''), undefined],
  ])('writes %s', (_, set, text) => {
    expect(set.toPostgres()).toBe(text);
  });

  it.each([
    ['some and some', abc.union(bcd), '[a-d]'],
    ['some and all but some', abc.union(bcd.negate()), '[^d]'],
    ['all but some and some', abc.negate().union(bcd), '[^a]'],
    ['twice all but some', abc.negate().union(bcd.negate()), '[^bc]'],
    ['what together is all', abc.negate().union(abc), '.'],
  ])('unites %s', (_, set, text) => {
    expect(set.toPostgres()).toBe(text);
  });

  it.each([
    ['a letter', CharacterSet.of('B'), '[Bb]'],
    ['k and s, which have three', CharacterSet.of('kS'), '[KSks\u017f\u212a]'],
    ['what has no cases', CharacterSet.of('1'), '1'],
    ['left out letters', CharacterSet.of('b').negate(), '[^Bb]'],
    ['what is not ASCII', CharacterSet.of('aé'), undefined],
  ])('knows the cases of %s', (_, set, text) => {
    expect(set.withCases()?.toPostgres()).toBe(text);
  });
});
