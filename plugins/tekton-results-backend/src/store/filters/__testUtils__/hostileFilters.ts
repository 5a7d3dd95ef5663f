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

/** Texts that break programs that paste them into something. */
export const HOSTILE_TEXTS: readonly string[] = [
  "it's",
  '"quoted"',
  "'; drop table records; --",
  "' or 1 = 1 --",
  '") or true or ("',
  '%',
  '_',
  '\\',
  '\\\\x',
  '$1',
  '?',
  '??',
  ':name',
  '{"a": "b"}',
  '$.a[0]',
  'a.b/c',
  'line\nbreak',
  'tab\tand\rreturn',
  '\u0000',
  'a\u0000b',
  '\uFFFD',
  '\uFEFF',
  '\u202Eevil',
  'ß',
  'İ',
  '𝒳',
  '\u{10FFFF}',
  '\uE000',
  '__proto__',
  'constructor',
  'toString',
  'null',
  'true',
  '0',
  '1e400',
  ' ',
  'x'.repeat(300),
  'é'.repeat(1_000),
  '\uD800',
  'a\uDC00b',
];

const many = (part: string, count: number, by: string) =>
  Array(count).fill(part).join(by);

/** Filters that are long, deep, or that ask for endless work. */
export const HOSTILE_FILTERS: ReadonlyArray<readonly [string, string]> = [
  ['1 MB of digits', '1'.repeat(1_000_000)],
  ['1 MB of text', `name == "${'x'.repeat(1_000_000)}"`],
  ['10,000 parentheses', `${'('.repeat(10_000)}true${')'.repeat(10_000)}`],
  ['8 kB of parentheses', `${'('.repeat(4_000)}true${')'.repeat(4_000)}`],
  ['8 kB of negations', `${'!'.repeat(8_000)}true`],
  ['8 kB of signs', `1 == ${'-'.repeat(8_000)}1`],
  ['8 kB of comparisons', many('name', 1_000, ' == ')],
  ['8 kB of alternatives', many('name=="a"', 700, '||')],
  ['8 kB of mixed alternatives', many('(name=="a"&&data.x==1)', 300, '||')],
  ['8 kB of choices', `${'name=="a"?true:'.repeat(500)}false`],
  ['a list of 1,000', `data.x in [${many('"a"', 1_000, ',')}]`],
  ['a list of 400', `data.x in [${many('"a"', 400, ',')}]`],
  ['a map of 500', `{${many('"a": 1', 500, ',')}}.a == 1`],
  [
    'macros within macros',
    'data.x.all(a, data.x.all(b, data.x.all(c, data.x.all(d, true))))',
  ],
  [
    'macros over long lists',
    `[${many('1', 90, ',')}].all(a, [${many('1', 90, ',')}].all(b, [${many(
      '1',
      90,
      ',',
    )}].all(c, a + b + c > 0)))`,
  ],
  ['a catastrophic pattern', 'data.metadata.name.matches("^(a+)+$")'],
  ['a huge pattern', 'data.metadata.name.matches("(a{1000}){1000}")'],
  [
    'a pattern of alternatives',
    `data.metadata.name.matches("${many('(a|b)*', 100, '')}")`,
  ],
  ['a pattern with back-references', 'data.metadata.name.matches("(a)\\\\1")'],
  ['a pattern of another dialect', 'data.metadata.name.matches("***:x")'],
  ['a number out of range', 'data.x == 9223372036854775808'],
  ['a sum out of range', 'size(name) + 9223372036854775807 > 0'],
  ['a product out of range', 'size(name) * 9223372036854775807 > 0'],
  ['a division by zero', 'size(name) / 0 > 0 || size(name) % 0 == 0'],
  [
    'a time out of range',
    'timestamp("9999-12-31T23:59:59Z") + duration("1h") > timestamp(data.x)',
  ],
  ['a half of a character', 'name == "\\ud800"'],
  ['a raw half of a character', 'name == "\uD800"'],
  ['NUL in the filter', 'name == "\u0000"'],
  ['NUL in a key', 'data.metadata.labels["\\u0000"] == "x"'],
  [
    'the prototype',
    'data.__proto__.constructor == "x" || data.constructor.name == "Object"',
  ],
  [
    'a key of the prototype',
    'data["toString"] == "x" || "valueOf" in data.metadata.labels',
  ],
  ['bytes', 'data.metadata.name == b"\\xff"'],
  ['only a comment', '// nothing'],
  ['other quotes', 'name == “x”'],
];
