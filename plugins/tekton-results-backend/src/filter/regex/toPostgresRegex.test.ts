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
import type { Knex } from 'knex';
import { TESTED_DATABASES } from '../../__testUtils__/databases';
import { compileRegex } from './compileRegex';
import { toPostgresRegex } from './toPostgresRegex';

jest.setTimeout(60_000);

const letters = [...'abkKsS07_- \n\té𝒳ſ\u212a'];
const operators = [...'.*+?^$|()[]{}\\'];

/** Characters on which regular expressions may differ. */
const alphabet = [...letters, ...operators, '\v', '\u00a0', '٣'];
const texts = fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 5 });

const characters = fc.oneof(
  fc.constantFrom(...letters, ']', '}', '{', '{,2}'),
  fc.constantFrom('.', '\\d', '\\D', '\\s', '\\S', '\\w', '\\W'),
  fc.constantFrom(
    ...operators.map(operator => `\\${operator}`),
    ...['\\n', '\\t', '\\v', '\\-', '\\_'],
  ),
);
const members = fc.constantFrom(
  ...letters,
  ...[...'.*^$|()[{}', 'a-c', 'A-Z', '0-9', ' -~', 'é-ë', '!-/', '--a'],
  ...['\\]', '\\\\', '\\^', '\\n', '\\d', '\\D', '\\s', '\\S', '\\w', '\\W'],
);
const classes = fc
  .tuple(
    fc.constantFrom('[', '[^', '[]', '[^]', '[^-'),
    fc.array(members, { minLength: 1, maxLength: 3 }),
  )
  .map(([start, list]) => `${start}${list.join('')}]`);
const assertions = fc.constantFrom('^', '$', '\\b', '\\B', '\\A', '\\z');
const quantifiers = fc.constantFrom(
  ...['', '', '', '*', '+', '?', '*?', '+?', '??', '{0}', '{2}', '{0,1}'],
  ...['{1,}', '{0,}', '{2,3}', '{2}?', '{,2}', '{02}'],
);
const { pattern: grammatical } = fc.letrec<Record<string, string>>(tie => ({
  pattern: fc
    .array(tie('branch'), { minLength: 1, maxLength: 3 })
    .map(branches => branches.join('|')),
  branch: fc
    .array(tie('atom'), { minLength: 1, maxLength: 3 })
    .map(atoms => atoms.join('')),
  atom: fc.oneof(
    { depthSize: 'small' },
    assertions,
    fc
      .tuple(
        fc.oneof(characters, characters, classes, tie('group')),
        quantifiers,
      )
      .map(parts => parts.join('')),
  ),
  group: fc
    .tuple(fc.constantFrom('(', '(?:', '(?P<n>', '(?<m>'), tie('pattern'))
    .map(([start, inner]) => `${start}${inner})`),
}));

/** Mostly valid ones, and heaps of operators. */
const patterns = fc
  .tuple(
    fc.constantFrom('', '', '(?i)', '(?s)', '(?is)', '(?i)(?s)'),
    fc.oneof(
      { weight: 4, arbitrary: grammatical },
      {
        weight: 1,
        arbitrary: fc.string({
          unit: fc.constantFrom(...operators, ...'ak:=,-2iPn<>'),
          maxLength: 8,
        }),
      },
    ),
  )
  .map(parts => parts.join(''));

describe('toPostgresRegex', () => {
  it.each([
    ['nightly', 'nightly'],
    ['^web-[0-9]+$', '^web\\-[0-9]+$'],
    ['a.b', 'a[^\n]b'],
    ['(?s)a.b', 'a.b'],
    ['(?i)ab1', '[Aa][Bb]1'],
    ['(?is)k.', '[Kk\u212a].'],
    ['(?i)(?s)s.', '[Ss\u017f].'],
    ['(?i)[^k]', '[^Kk\u212a]'],
    ['\\bnight\\B', '\\ynight\\Y'],
    ['\\Aa\\z', '^a$'],
    ['\\d\\w', '[0-9][0-9A-Z\\_a-z]'],
    ['\\s', '[\t\n\f\r ]'],
    ['\\D', '[^0-9]'],
    ['[\\d.-]', '[\\-\\.0-9]'],
    ['[^\\D5]', '[0-46-9]'],
    ['[\\s\\S]', '.'],
    ['(?P<n>a)|(?<m>b)|(c)|(?:d)', '(?:a)|(?:b)|(?:c)|(?:d)'],
    ['a*?b+?c??d{2}?', 'a*b+c?d{2}'],
    ['a{2,}b{0,255}', 'a{2,}b{0,255}'],
    ['a{,5}', 'a\\{\\,5\\}'],
    ['a{05}', 'a\\{05\\}'],
    ['x{', 'x\\{'],
    ['[]a]', '[\\]a]'],
    ['a]}', 'a\\]\\}'],
    ['\\*\\*\\*:a', '\\*\\*\\*\\:a'],
    ['\\(\\?i\\)a', '\\(\\?i\\)a'],
    ['é😀', 'é😀'],
    ['[а-в]', '[абв]'],
    ['\\n\\t\\.', '\n\t\\.'],
  ])('translates %p to %p', (pattern, expected) => {
    expect(toPostgresRegex(pattern)).toBe(expected);
  });

  it.each([
    ['what is no pattern', '['],
    ['an option of PostgreSQL', '***:a'],
    ['a back reference', '(a)\\1'],
    ['a look ahead', 'a(?=b)'],
    ['a negative look ahead', 'a(?!b)'],
    ['the beginning of a word', '\\ma\\y'],
    ['nothing', ''],
    ['an empty branch', 'a|'],
    ['an empty group', 'a()b'],
    ['a flag inside', 'a(?i)b'],
    ['a flag of a group', '(?i:a)'],
    ['a flag switched off', '(?i)a(?-i)b'],
    ['white space that means nothing', '(?x) a'],
    ['lines', '(?m)^a$'],
    ['a letter of other scripts in any case', '(?i)é'],
    ['such a letter in a class', '(?i)[aé]'],
    ['a property', '\\pL'],
    ['a quotation', '\\Qa.b\\E'],
    ['a named class', '[[:alpha:]]'],
    ['a negated named class', '[[:^alpha:]]'],
    ['a character number', '\\x{41}'],
    ['a large count', 'a{256}'],
    ['a large limit', 'a{1,256}'],
    ['a long range', '[一-龥]'],
    ['what is long', 'a'.repeat(501)],
    ['what repeats much', '(?:ab{25}){20}'],
    ['much that is optional', '(?:a?){24}'],
    ['many word boundaries', '\\ba?'.repeat(10)],
    ['a class of nothing', '[^\\s\\S]'],
    ['a repeated assertion', '(?:^a)*'],
    ['a repeated bare assertion', '^*a'],
    ['half a character', '\ud83d'],
    ['a zero character', 'a\0'],
  ])('leaves %s alone', (_, pattern) => {
    expect(toPostgresRegex(pattern)).toBeUndefined();
  });
});

const describePostgres = TESTED_DATABASES.supports('POSTGRES_18')
  ? describe
  : describe.skip;

describePostgres('toPostgresRegex on PostgreSQL', () => {
  let db: Knex;

  beforeAll(async () => {
    db = await TESTED_DATABASES.init('POSTGRES_18');
  });

  /** What RE2 says, and for patterns that have a translation PostgreSQL. */
  async function answers(pairs: Array<[pattern: string, text: string]>) {
    const translated = pairs.flatMap(([pattern, text]) => {
      const translation = toPostgresRegex(pattern);
      const regex = compileRegex(pattern);
      return translation === undefined || 'error' in regex
        ? []
        : [{ pattern, text, translation, re2: regex.test(text) }];
    });
    const { rows } = await db.raw(
      `select text collate "C" ~ pattern as postgres
       from unnest(?::text[], ?::text[]) with ordinality as pair (text, pattern, at)
       order by at`,
      [
        translated.map(pair => pair.text),
        translated.map(pair => pair.translation),
      ],
    );
    return translated.map((pair, index) => ({ ...pair, ...rows[index] }));
  }

  it.each([
    ['a.b', 'a\nb', false],
    ['(?s)a.b', 'a\nb', true],
    ['\\bnight\\b', 'one night', true],
    ['\\bnight\\b', 'nightly', false],
    ['\\Bly', 'nightly', true],
    ['\\b', '', false],
    ['\\B', '', true],
    ['é\\b', 'é', false],
    ['\\w', 'é', false],
    ['\\d', '٣', false],
    ['\\s', '\v', false],
    ['\\s', '\u00a0', false],
    ['a\\z', 'a\n', false],
    ['a$', 'a\n', false],
    ['^b', 'a\nb', false],
    ['(?P<n>a)(?<m>b)', 'ab', true],
    ['(?i)^WEB', 'web-1', true],
    ['(?i)k', '\u212a', true],
    ['(?i)\\w', 'ſ', true],
    ['(?i)\\W', 'ſ', false],
    ['[^a]', '\n', true],
    ['[\\d-z]', '-', true],
    ['[--/]', '.', true],
    ['[[.a.]]', 'a]', true],
    ['[[=a=]]', '=]', true],
    ['\\(\\?i\\)a', '(?i)A', false],
    ['\\*\\*\\*=a', '***=a', true],
    ['a{255}', 'a'.repeat(255), true],
    ['(?:(?:a{10}){5}){10}', 'a'.repeat(499), false],
    ['(?:(?:[^a]?[^b]?){2}[^c]?){4}[^d]?', 'b', true],
    ['(?:[^a]?){4}\\b(?:[^b]?){4}\\B(?:[^c]?){6}', 'b', false],
    ['a?\\bb?a?\\Bb?a?\\bb?a?\\Bb?a?\\bb?', 'b', false],
    ['^(a+)+$', `${'a'.repeat(5_000)}!`, false],
  ])('of %p in %.20p says %s, as RE2 does', async (pattern, text, expected) => {
    expect(await answers([[pattern, text]])).toEqual([
      expect.objectContaining({ re2: expected, postgres: expected }),
    ]);
  });

  it('says the same as RE2 for 4,000 patterns and many texts each', async () => {
    const counts = { compared: 0, matches: 0 };

    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(patterns, texts, texts), {
          minLength: 200,
          maxLength: 200,
        }),
        async batch => {
          const pairs = batch.flatMap(([pattern, ...some]) =>
            [...some, ...alphabet].map((text): [string, string] => [
              pattern,
              text,
            ]),
          );
          const compared = await answers(pairs);
          counts.compared += compared.length;
          counts.matches += compared.filter(pair => pair.re2).length;
          expect(compared.filter(pair => pair.re2 !== pair.postgres)).toEqual(
            [],
          );
        },
      ),
      // Smaller cases would take long to find, and the list tells enough.
      { numRuns: 20, endOnFailure: true },
    );

    expect(counts.compared).toBeGreaterThan(50_000);
    expect(counts.matches).toBeGreaterThan(10_000);
    expect(counts.compared - counts.matches).toBeGreaterThan(10_000);
  });
});
