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

import { parseLine } from '../ansi';
import { lastErrorLine, lineLevel } from './lineLevel';
import { linePieces } from './linePieces';
import { lineTime, timeText } from './lineTime';

describe('pieces of a line', () => {
  const pieces = (text: string, marks: Parameters<typeof linePieces>[1] = []) =>
    linePieces(parseLine(text), marks).map(({ href, pieces: own }) => ({
      href,
      text: own.map(piece => (piece.mark ? `[${piece.text}]` : piece.text)),
    }));

  it('makes links of addresses, and of nothing else', () => {
    expect(
      pieces('see https://a.test/x?y=1. (http://b.test) javascript:alert(1)'),
    ).toEqual([
      { href: undefined, text: ['see '] },
      { href: 'https://a.test/x?y=1', text: ['https://a.test/x?y=1'] },
      { href: undefined, text: ['. ('] },
      { href: 'http://b.test', text: ['http://b.test'] },
      { href: undefined, text: [') javascript:alert(1)'] },
    ]);
  });

  it('keeps an address in one link when its look changes or it is marked', () => {
    const text = 'https://a.test/\u001b[31mpage';
    expect(pieces(text, [{ start: 8, end: 10 }])).toEqual([
      {
        href: 'https://a.test/page',
        text: ['https://', '[a.]', 'test/', 'page'],
      },
    ]);
  });

  it('marks parts, and the current one differently', () => {
    const [{ pieces: own }] = linePieces(parseLine('abcabc'), [
      { start: 0, end: 1 },
      { start: 3, end: 4, current: true },
    ]);
    expect(own.map(({ text, mark }) => [text, mark])).toEqual([
      ['a', 'found'],
      ['bc', undefined],
      ['a', 'current'],
      ['bc', undefined],
    ]);
  });

  it('draws nothing for an empty line', () => {
    expect(pieces('')).toEqual([]);
  });
});

describe('levels', () => {
  it.each([
    ['::error::text', 'error', 9],
    ['::warning file=a.ts,line=1::text', 'warning', 28],
    ['##[debug]text', 'debug', 9],
    ['::notice::', 'notice', 10],
    ['::group::Fetch', 'group', 9],
    ['##[group]Fetch', 'group', 9],
    ['::endgroup::', undefined, 0],
    ['error: text', undefined, 0],
    ['a ::error::text', undefined, 0],
  ])('reads %s', (text, level, skip) => {
    expect(lineLevel(text)).toEqual(level ? { level, skip } : { skip });
  });

  it('finds the last error', () => {
    const lines = (...texts: string[]) =>
      texts.map((text, index) => ({ number: index + 1, text }));
    expect(lastErrorLine(lines('error: a', 'x', 'panic: b', 'exit'))).toBe(3);
    expect(lastErrorLine(lines('a', '0 errors, 0 failures', ' '))).toBe(2);
    expect(lastErrorLine(lines('failed: 0', 'fatal'))).toBe(2);
    expect(lastErrorLine(lines(' '))).toBeUndefined();
    expect(lastErrorLine([])).toBeUndefined();
  });
});

describe('times', () => {
  it('takes a time from the text where the line has none', () => {
    const time = '2026-11-21T10:00:00.5Z';
    expect(lineTime({ time, text: 'a' })).toEqual({ time, skip: 0 });
    expect(lineTime({ text: `${time} a` })).toEqual({
      time,
      skip: time.length + 1,
    });
    expect(lineTime({ text: '2026-11-21 a' })).toEqual({ skip: 0 });
  });

  it('writes them in each way', () => {
    const times = {
      time: '2026-11-21T10:01:05.250Z',
      startedAt: '2026-11-21T10:00:00Z',
      previous: '2026-11-21T08:59:59Z',
    };
    expect(timeText('off', times)).toBe('');
    expect(timeText('utc', times)).toBe('10:01:05.250');
    expect(timeText('local', times)).toMatch(/^\d\d:\d1:05\.250$/);
    expect(timeText('sinceStart', times)).toBe('+1:05.250');
    expect(timeText('sincePrevious', times)).toBe('+1:01:06.250');
    expect(timeText('sincePrevious', { time: times.time })).toBe('');
    expect(timeText('utc', {})).toBe('');
    expect(timeText('utc', { time: 'soon' })).toBe('');
  });
});
