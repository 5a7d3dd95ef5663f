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

import { shownText } from 'backstage-plugin-tekton-results-common';
import type { LogSearch } from '../LogArchive';
import { compileSearch } from './compileSearch';
import { searchLines } from './searchLines';

const ESC = '\u001b';
const red = (text: string) => `${ESC}[31m${text}${ESC}[0m`;

const LINES = [
  `${red('FAIL')} ${ESC}[1mcart${ESC}[22m total`,
  'FAIL cart total',
  ' 10%\r 50%\r100% done',
  `failing${ESC}[K ${ESC}]0;FAIL\u0007title`,
  'windows fail\r',
  `${'x'.repeat(200)} ${red('fail')} fail`,
  `fa\u0000il an\u0007d fa\u009b31mil`,
  `old${ESC}[2K\rnew`,
  'ünı©ødé \u{1f600} cart',
  `${red('ü')}n${red('ı')} \u{1f600}\rab`,
  '',
];

function search(what: Partial<LogSearch>, lines = LINES) {
  const compiled = compileSearch({
    pattern: '',
    isRegex: false,
    caseSensitive: false,
    ...what,
  });
  const stored = Buffer.from(lines.map(line => ` ${line}\n`).join(''));
  return [...searchLines(compiled, stored)].flat();
}

describe('what a screen shows of lines', () => {
  it.each<[Partial<LogSearch>, RegExp]>([
    [{ pattern: 'fail cart total' }, /fail cart total/gi],
    [{ pattern: 'FAIL', caseSensitive: true }, /FAIL/g],
    [{ pattern: 'fail' }, /fail/gi],
    [{ pattern: '\\bfail\\b', isRegex: true }, /\bfail\b/gi],
    [{ pattern: '^fail', isRegex: true }, /^fail/gi],
    [{ pattern: 'l$', isRegex: true }, /l$/gi],
    [{ pattern: '\\Anew\\z', isRegex: true }, /^new$/gi],
    [{ pattern: '\\d+%', isRegex: true }, /\d+%/gi],
    [{ pattern: '50%' }, /50%/gi],
    [{ pattern: '31m' }, /31m/gi],
    [{ pattern: ESC, caseSensitive: true }, /(?!)/g],
    [{ pattern: 'and', caseSensitive: true }, /and/g],
    [{ pattern: 'ün', caseSensitive: true }, /ün/g],
    [{ pattern: 'abı', caseSensitive: true }, /abı/g],
  ])('is searched and counted: %j', (what, reference) => {
    const expected = LINES.flatMap((line, index) => {
      const count = shownText(line).match(reference)?.length ?? 0;
      return count > 0 ? [[index, count]] : [];
    });
    const found = search(what);
    expect(found.map(({ linesBefore, count }) => [linesBefore, count])).toEqual(
      expected,
    );
    // Lines that need no look at control characters are not found otherwise.
    const alone = LINES.flatMap((line, index) =>
      search(what, [line]).map(({ count }) => [index, count]),
    );
    expect(alone).toEqual(expected);
  });

  it.each([
    ['in one colour', LINES[0], 'cart', ['cart']],
    ['over several', LINES[0], 'l c', [`L${ESC}[0m ${ESC}[1mc`]],
    ['written in parts', 'hello world\rHELP', 'po wor', ['P', 'o wor']],
    ['with spaces that nobody wrote', `ab${ESC}[2Kcd`, '  c', ['c']],
    ['twice', `${red('a')}b${red('a')}`, 'a', ['a', 'a']],
  ])('is told where it was written: %s', (_, line, pattern, expected) => {
    const [{ ranges }] = search({ pattern }, [line]);
    expect(ranges.map(({ start, end }) => line.slice(start, end))).toEqual(
      expected,
    );
  });

  it('is counted beyond the places that are told', () => {
    const [plain] = search({ pattern: 'a' }, ['a'.repeat(1_234)]);
    const [coloured] = search({ pattern: 'a' }, [red('a').repeat(1_234)]);
    expect([plain.count, plain.ranges.length]).toEqual([1_234, 100]);
    expect([coloured.count, coloured.ranges.length]).toEqual([1_234, 100]);
  });
});
