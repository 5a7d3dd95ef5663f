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

import { coloursOf, contrast, MIN_CONTRAST, SURFACES } from './colours';
import { parseLine, shownRanges, shownText, styleAfter } from './parseLine';
import { RGB } from './TextStyle';

const ESC = '\u001b';
const sgr = (codes: string) => `${ESC}[${codes}m`;
const shown = (text: string) => shownText(parseLine(text));
const styleOf = (codes: string) =>
  parseLine(`${sgr(codes)}x`).runs[0].style as Record<string, unknown>;

describe('what is seen of a line', () => {
  it.each([
    ['plain text', 'plain\ttext', 'plain\ttext'],
    ['a progress bar that returns', ' 10%\r 50%\r100% done', '100% done'],
    ['a shorter text over a longer one', 'abcdef\rxy', 'xycdef'],
    ['a line that ends with a return', 'windows\r', 'windows'],
    ['what is erased to the end', `progress 1\rdone${ESC}[K`, 'done'],
    ['what is erased to the beginning', `abc${ESC}[1Kd`, '   d'],
    ['a line that is erased', `abc${ESC}[2K\rnew`, 'new'],
    ['a place after an erased line', `abc${ESC}[2Kd`, '   d'],
    ['backspaces', 'abd\bc', 'abc'],
    ['a bell and a null', 'a\u0007b\u0000c\u007f', 'abc'],
    ['movements of the cursor', `${ESC}[2J${ESC}[10;4Hhome${ESC}[?25l`, 'home'],
    ['a title', `${ESC}]0;title\u0007text`, 'text'],
    ['a title with a terminator', `${ESC}]0;title${ESC}\\text`, 'text'],
    ['a link', `${ESC}]8;;http://a${ESC}\\name${ESC}]8;;${ESC}\\`, 'name'],
    ['a string that does not end', `a${ESC}Pnever`, 'a'],
    ['a character set', `${ESC}(Btext${ESC}=`, 'text'],
    ['a sequence that is cut off', `text${ESC}[38;5`, 'text'],
    ['an escape at the end', `text${ESC}`, 'text'],
    ['a sequence of eight bits', '\u009b31mred', 'red'],
    ['a private sequence', `${ESC}[>4mtext`, 'text'],
    ['nothing', '', ''],
  ])('is right for %s', (_, written, expected) => {
    expect(shown(written)).toBe(expected);
  });

  it('keeps the look of what is written over', () => {
    const { runs } = parseLine(`${sgr('31')}abc\r${sgr('32')}x`);
    expect(runs.map(({ text, style }) => [text, style.fg])).toEqual([
      ['x', 2],
      ['bc', 1],
    ]);
  });
});

describe('looks', () => {
  it.each([
    ['1;4;31', { bold: true, underline: true, fg: 1 }],
    ['2;3;7;9', { dim: true, italic: true, inverse: true, strike: true }],
    ['21', { underline: true }],
    ['91;107', { fg: 9, bg: 15 }],
    ['30;47', { fg: 0, bg: 7 }],
    ['38;5;9', { fg: 9 }],
    ['38;5;16', { fg: RGB }],
    ['38;5;231', { fg: RGB + 0xffffff }],
    ['48;5;232', { bg: RGB + 0x080808 }],
    ['38;2;1;2;3;1', { fg: RGB + 0x010203, bold: true }],
    ['38:2:1:2:3', { fg: RGB + 0x010203 }],
    ['38:2::1:2:3;4', { fg: RGB + 0x010203, underline: true }],
    ['38:5:9', { fg: 9 }],
    ['58;5;1;3', { italic: true }],
    ['38;5;256;1', { bold: true }],
    ['38;2;1;2', {}],
    ['38', {}],
    ['53;73;1', { bold: true }],
    ['4:0', {}],
    ['4:3', { underline: true }],
    ['1;22', {}],
    ['3;23;4;24;7;27;9;29', {}],
    ['31;41;39;49', {}],
    ['31;0', {}],
    ['31;', {}],
    ['', {}],
  ])('reads %s', (codes, expected) => {
    expect(styleOf(codes)).toEqual(expected);
  });

  it('go on in the next line', () => {
    const { endStyle } = parseLine(`${sgr('31')}red`);
    expect(endStyle).toEqual({ fg: 1 });
    expect(parseLine('still', endStyle).runs[0].style).toEqual({ fg: 1 });
    expect(styleAfter(`a${sgr('1')}b`, endStyle)).toEqual({
      fg: 1,
      bold: true,
    });
    expect(styleAfter('a', endStyle)).toBe(endStyle);
  });
});

it('finds parts of what was written in what is seen', () => {
  const written = `a${sgr('31')}bcd${sgr('0')}e`;
  const line = parseLine(written);
  const start = written.indexOf('cd');
  expect(shownRanges(line, [{ start, end: written.length }])).toEqual([
    { start: 2, end: 5 },
  ]);
  expect(shownRanges(line, [{ start: 1, end: 3 }])).toEqual([]);
  const overwritten = parseLine('abc\rx');
  expect(shownRanges(overwritten, [{ start: 0, end: 2 }])).toEqual([
    { start: 1, end: 2 },
  ]);
});

describe('colours', () => {
  const rgb = (hex = '') =>
    [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16)) as unknown as [
      number,
      number,
      number,
    ];

  it('has no colours for text as ever', () => {
    expect(coloursOf({ bold: true })).toBeUndefined();
  });

  it.each(['light', 'dark'] as const)('can be read in %s mode', mode => {
    const colours = [
      ...Array.from({ length: 16 }, (_, index) => index),
      ...[0, 0x808080, 0xffffff, 0xff0000, 0x00ff00, 0x0000ff, 0xffff00].map(
        bits => RGB + bits,
      ),
    ];
    for (const fg of [undefined, ...colours]) {
      for (const bg of [undefined, ...colours]) {
        for (const inverse of [undefined, true] as const) {
          for (const dim of [undefined, true] as const) {
            const look = coloursOf({ fg, bg, inverse, dim });
            const text = look?.[`--log-fg-${mode}`];
            const ground = look?.[`--log-bg-${mode}`];
            const ratio = text
              ? contrast(
                  rgb(text),
                  ground ? rgb(ground) : SURFACES[mode].ground,
                )
              : MIN_CONTRAST;
            expect([fg, bg, inverse, dim, ratio >= MIN_CONTRAST]).toEqual([
              fg,
              bg,
              inverse,
              dim,
              true,
            ]);
          }
        }
      }
    }
  });
});
