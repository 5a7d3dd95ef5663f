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
import {
  collect,
  inChunks,
  NEW_LOG,
  sent,
  testArchive,
} from '../__testUtils__/testArchive';
import { MAX_PIECE_BYTES } from './LineSplitter';
import { LogIntake } from './LogIntake';

jest.setTimeout(60_000);

const RULES = [
  { pattern: '(password=)\\S+', replacement: '$1[redacted]' },
  { pattern: 'ghp_[A-Za-z0-9]+', replacement: '$$' },
  { pattern: '^all$', replacement: '' },
];

it('replaces it line by line, one rule after another', async () => {
  const { append, text } = await testArchive({ redact: RULES });
  await append(
    sent('x password=ghp_1 y password=2', 'ghp_a ghp_b', 'all', 'all of it'),
    false,
  );
  expect((await text()).toString()).toBe(
    'x password=[redacted] y password=[redacted]\n$ $\n\nall of it\n',
  );
});

it('still knows the lines again, and leaves bytes that are no text', async () => {
  const { append, text } = await testArchive({ redact: RULES });
  const line = Buffer.concat([
    Buffer.from([0xff, 0xc3]),
    Buffer.from(' password=x '),
    Buffer.from([0x80]),
  ]);
  await append(sent(line), false);
  expect(await append(sent(line, 'ghp_a'), false)).toMatchObject({
    gap: false,
  });
  const expected = Buffer.concat([
    Buffer.from([0xff, 0xc3]),
    Buffer.from(' password=[redacted] '),
    Buffer.from([0x80]),
    Buffer.from('\n$\n'),
  ]);
  expect((await text()).equals(expected)).toBe(true);
});

it('finds it in long lines, wherever these are cut into pieces', async () => {
  const { append, text } = await testArchive({ redact: RULES });
  const pieces = Array.from(
    { length: 20_000 },
    (_, index) => `${'ä'.repeat(index % 7)} ghp_${'k'.repeat(index % 11)}0 `,
  );
  await append(sent(pieces.join('')), false);
  expect((await text()).toString()).toBe(
    `${pieces.map(piece => piece.replace(/ghp_\w+/, '$')).join('')}\n`,
  );
});

it.each(['😀', 'a😀é', 'x€\u{10ffff}'])(
  'changes nothing in a long line of %s in which nothing matches',
  async characters => {
    const { archive, append, text, log } = await testArchive({ redact: RULES });
    const line = characters.repeat(200_000);
    const followed = archive.follow(log(), inChunks(sent(line)), {
      maxLineBytes: Infinity,
    });
    expect(String((await collect(followed))[0].text) === line).toBe(true);
    await append(sent(line), false);
    expect((await text()).equals(Buffer.from(`${line}\n`))).toBe(true);
  },
);

it('changes nothing in long lines of any characters and bytes', async () => {
  const parts = ['😀', 'a', 'é', '€', '𝒳', ' ']
    .map(part => Buffer.from(part))
    .concat([Buffer.from([0xff]), Buffer.from([0xf0, 0x9f, 0x98])]);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...parts), { minLength: 20, maxLength: 50 }),
      async some => {
        const unit = Buffer.concat(some);
        const line = Buffer.alloc(16 * MAX_PIECE_BYTES, unit);
        const { append, text } = await testArchive({ redact: RULES });
        await append(sent(line), false);
        expect((await text()).subarray(0, -1).equals(line)).toBe(true);
      },
    ),
    { numRuns: 5 },
  );
});

it.each([
  ['password=', `${'k'.repeat(100_000)}`, ' y', 'password=[redacted] y'],
  // So long that nobody knows whether it ends: what follows goes with it.
  ['password=', `${'k'.repeat(1_500_000)}`, ' y', 'password=[redacted]'],
  ['{"key":"', `${'k'.repeat(100_000)}`, '"}', '***}'],
])('leaves nothing of %s and what is long', async (start, long, end, done) => {
  const rules = [...RULES, { pattern: '\\{"key":"[^"]*"', replacement: '***' }];
  const { archive, append, text, log } = await testArchive({ redact: rules });
  const before = 'b '.repeat(70_000);
  const lines = sent(`${before}${start}${long}${end}`, 'next');
  const followed = await collect(archive.follow(log(), inChunks(lines)));
  expect(followed.map(line => String(line.text))).toEqual([
    `${before}${done}`,
    'next',
  ]);
  await append(lines, false);
  expect((await text()).toString()).toBe(`${before}${done}\nnext\n`);
});

it('gives others their turn between the pieces of a long line', async () => {
  const regex = RE2JS.compile('(?i).*secret.{0,9}k');
  const intake = new LogIntake(NEW_LOG, {
    settings: { maxBytes: Infinity, redact: [{ regex, replacement: '***' }] },
    isLast: () => true,
  });
  async function* atOnce() {
    yield sent('secret x '.repeat(500_000));
  }
  let turns = 0;
  let next = setImmediate(function count() {
    turns += 1;
    next = setImmediate(count);
  });
  await collect(intake.members(atOnce()));
  clearImmediate(next);
  expect(turns).toBeGreaterThan(1);
});
