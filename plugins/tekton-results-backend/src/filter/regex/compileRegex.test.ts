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

import { type CompiledRegex, compileRegex } from './compileRegex';

function compiled(pattern: string): CompiledRegex {
  const result = compileRegex(pattern);
  if ('error' in result) throw new Error(result.error);
  return result;
}

function errorOf(pattern: string): string | undefined {
  const result = compileRegex(pattern);
  return 'error' in result ? result.error : undefined;
}

describe('compileRegex', () => {
  it.each([
    ['nightly', 'the-nightly-run', true],
    ['^web-[0-9]+$', 'web-12', true],
    ['^web-[0-9]+$', 'web-12\n', false],
    ['(?i)^WEB', 'web-1', true],
    ['a.b', 'a\nb', false],
    ['^.$', '😀', true],
    ['', '', true],
  ])('tests whether %p is in %p: %s', (pattern, text, expected) => {
    expect(compiled(pattern).test(text)).toBe(expected);
  });

  it.each([
    ['[', /missing closing \]/],
    ['a{1001}', /invalid repeat count/],
    ['(a)\\1', /invalid escape sequence/],
    ['a(?=b)', /invalid/],
    ['a**', /invalid nested repetition/],
    ['***:a', /missing argument/],
    ['\\Z', /invalid escape sequence/],
  ])('says what is wrong with %p', (pattern, message) => {
    expect(errorOf(pattern)).toMatch(message);
  });

  it('takes 1,000 characters and no more', () => {
    expect(compiled('a'.repeat(1_000)).test('a')).toBe(false);
    expect(errorOf('a'.repeat(1_001))).toBe(
      'the regular expression is longer than 1000 characters',
    );
  });

  it.each([
    ['(a{1000}){1000}', /invalid repeat count|repeats too much/],
    ['a{1000}a{1000}a{1000}', /repeats too much/],
    [`(${'a'.repeat(900)}){1000}`, /repeats too much/],
    // Of two instructions a character, which shows only when compiled.
    ['(?:a?){1100}', /invalid repeat count|repeats too much/],
    ['(?:a?){1000}b{0,500}', /repeats too much/],
    ['(|a){900}', /repeats too much/],
  ])('refuses %.30s, which is large when written out', (pattern, message) => {
    expect(errorOf(pattern)).toMatch(message);
  });

  it('answers hostile patterns, for which others take ages', () => {
    expect(compiled('^(a+)+$').test(`${'a'.repeat(10_000)}!`)).toBe(false);
    expect(compiled('(x+x+)+y').test('x'.repeat(10_000))).toBe(false);
  });

  it('keeps what is used, and lets go of what is used no more', () => {
    const first = compileRegex('first');
    const second = compileRegex('second');
    for (let index = 0; index < 49; index++) {
      compileRegex(`other ${index}`);
      expect(compileRegex('first')).toBe(first);
    }
    expect(compileRegex('second')).not.toBe(second);
  });
});
