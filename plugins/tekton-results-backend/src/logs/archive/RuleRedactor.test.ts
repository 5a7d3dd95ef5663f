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
import { RE2JS } from 're2js';
import { RuleRedactor } from './RuleRedactor';

const HELD_BACK = 16;

function redacted(
  pattern: string,
  pieces: readonly string[],
  replacement = '<$0>',
): string {
  const redactor = new RuleRedactor(
    { regex: RE2JS.compile(pattern), replacement },
    HELD_BACK,
  );
  return pieces
    .map((piece, index) => redactor.redact(piece, index === pieces.length - 1))
    .join('');
}

/** A character at a time, so that every place is one where it may be cut. */
function inPieces(text: string): string[] {
  return [...text, ''];
}

it.each([
  'token=\\w{1,8}',
  'B.{0,9}?E',
  '^a+?b?',
  '\\ba{1,3}\\b',
  '\\Ba',
  'a{1,4}$',
  '(?:token=a{9}|to)',
  '(?i)b?',
  '[^a-z]{2}',
])('finds %s in a line of any length as in one piece', pattern => {
  const parts = ['a', 'b', 'B', 'E', ' ', 'é', '😀', '\udcff', 'to', 'token='];
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...parts), { minLength: 60, maxLength: 120 }),
      list => {
        const text = list.join('');
        expect(redacted(pattern, inPieces(text))).toBe(
          redacted(pattern, [text]),
        );
        expect(redacted(pattern, [...list, ''])).toBe(
          redacted(pattern, [text]),
        );
      },
    ),
  );
});

it('cuts no character, wherever the pieces end', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.constantFrom('😀', 'a', 'é', '𝒳', '\udc80')), {
        minLength: 1,
      }),
      pieces => {
        const redactor = new RuleRedactor(
          { regex: RE2JS.compile('token'), replacement: '' },
          3,
        );
        const done = pieces.map((piece, index) =>
          redactor.redact(piece.join(''), index === pieces.length - 1),
        );
        const isWhole = done.map(text => !/[\ud800-\udbff]$/.test(text));
        expect(isWhole).not.toContain(false);
        expect(done.join('')).toBe(pieces.flat().join(''));
      },
    ),
  );
});

it('leaves nothing of a match that is very long, and nothing after it', () => {
  const line = `x token=${'k'.repeat(20 * HELD_BACK)} y`;
  expect(redacted('token=\\S+', inPieces(line), '***')).toBe('x ***');
});

it('goes on behind a match that is just not too long', () => {
  const line = `x token=${'k'.repeat(2 * HELD_BACK - 6)} y`;
  expect(redacted('token=\\S+', inPieces(line), '***')).toBe('x *** y');
});

it('begins anew with each line', () => {
  const redactor = new RuleRedactor(
    { regex: RE2JS.compile('^k+'), replacement: '***' },
    HELD_BACK,
  );
  const done = [
    redactor.redact('k'.repeat(5 * HELD_BACK), false),
    redactor.redact('after', true),
    redactor.redact('k k', true),
  ];
  expect(done).toEqual(['***', '', '*** k']);
});

it('looks at a long match only now and then', () => {
  const regex = RE2JS.compile('token=\\S+');
  const looks = jest.spyOn(regex, 'test');
  const redactor = new RuleRedactor({ regex, replacement: '***' }, 1_000);
  redactor.redact('token=', false);
  for (let piece = 0; piece < 10_000; piece += 1) {
    redactor.redact('k', false);
  }
  expect(redactor.redact('', true)).toBe('');
  expect(looks).toHaveBeenCalledTimes(2);
});
