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
import type { StepLog } from '../../store';
import { inChunks, testArchive } from '../__testUtils__/testArchive';
import { readOnFrom } from './ResumePoint';

jest.setTimeout(120_000);

interface Line {
  readonly second: number;
  readonly nanos: number;
  readonly text: Buffer;
}

/** RFC 3339 as Go writes it: without zeros at the end of the fraction. */
function stamp({ second, nanos }: Line, offset: number): string {
  const time = new Date((second + offset * 3600) * 1000)
    .toISOString()
    .slice(0, 19);
  const fraction = String(nanos).padStart(9, '0').replace(/0+$/, '');
  const zone = offset === 0 ? 'Z' : `+${String(offset).padStart(2, '0')}:00`;
  return `${time}${fraction && `.${fraction}`}${zone}`;
}

function sent(lines: readonly Line[], offset: number): Buffer {
  return Buffer.concat(
    lines.flatMap(line => [
      Buffer.from(`${stamp(line, offset)} `),
      line.text,
      Buffer.from('\n'),
    ]),
  );
}

function textOf(lines: readonly Line[]): Buffer {
  return Buffer.concat(lines.flatMap(line => [line.text, Buffer.from('\n')]));
}

/** What a cluster sends: of each line it looks whether it is old enough to be left out. */
function linesSince(lines: readonly Line[], log: StepLog, earlier: number) {
  const from = log.resume && readOnFrom(log.resume);
  const since = from ? Date.parse(from) / 1000 - earlier : 0;
  return lines.filter(({ second }) => second >= since);
}

const START = Date.UTC(2026, 10, 21, 10) / 1000;

const text = fc.oneof(
  fc.constantFrom('', 'a', 'ok', '2026-11-21T10:00:00Z no time', '\r', ' '),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
);
const bytes = fc
  .oneof(
    text.map(value => Buffer.from(value)),
    fc.uint8Array({ maxLength: 20 }).map(value => Buffer.from(value)),
  )
  // Also one that is no UTF-8; but for ends of lines.
  .map(value => Buffer.from(value.map(byte => (byte === 10 ? 11 : byte))));

/** So far a clock may go back and no line is overlooked. */
const MAX_BACK = 30;

/** Few different times, so that many are the same; the clock may go back. */
const lines = (back: number, minLength = 0) =>
  fc
    .array(
      fc.record({
        step: fc.integer({ min: -back, max: Math.max(back / 4, 2) }),
        nanos: fc.constantFrom(0, 1, 500_000_000, 999_999_999),
        text: bytes,
      }),
      { minLength, maxLength: 40 },
    )
    .map(steps => {
      let second = START;
      let latest = START;
      let last = 0;
      return steps.map(({ step, nanos, text: lineText }) => {
        // Within a second the clock goes on as well, unless it goes back.
        const goesOn = back > 0 || step > 0;
        last = goesOn ? nanos : Math.max(last, nanos);
        second = Math.max(second + step, latest - MAX_BACK);
        latest = Math.max(latest, second);
        return { second, nanos: last, text: lineText };
      });
    });

interface Reading {
  /** How much of what the cluster would send there is yet, of 1. */
  readonly until: number;
  readonly chunk: number;
  readonly fails: boolean;
  /** From how many seconds before it is read. */
  readonly earlier: number;
  readonly offset: number;
}

const readings = fc.array(
  fc.record<Reading>({
    until: fc.double({ min: 0, max: 1, noNaN: true }),
    chunk: fc.integer({ min: 1, max: 50 }),
    fails: fc.boolean(),
    earlier: fc.integer({ min: 0, max: 3 }),
    offset: fc.constantFrom(0, 0, 0, 2),
  }),
  { maxLength: 6 },
);

async function* failing(source: AsyncIterable<Uint8Array>) {
  yield* source;
  throw new Error('The connection is cut');
}

it.each([
  ['goes on', 0],
  ['goes back now and then', 4],
  ['is set back far', 40],
])(
  'doubles and loses no line wherever readings end, while the clock %s',
  async (_, back) => {
    await fc.assert(
      fc.asyncProperty(lines(back), readings, async (all, parts) => {
        const { append, log, text: stored } = await testArchive();
        const whole: Reading = {
          until: 1,
          chunk: 50,
          fails: false,
          earlier: 0,
          offset: 0,
        };
        // The log grows: later readings see more of it.
        const inOrder = [...parts].sort((a, b) => a.until - b.until);
        // Each line has one timestamp, however often it is read.
        const { offset } = parts[0] ?? whole;
        for (const part of [...inOrder, whole]) {
          const written = all.slice(0, Math.ceil(part.until * all.length));
          const source = sent(linesSince(written, log(), part.earlier), offset);
          // A failure cuts in the middle of a line.
          const size = part.fails
            ? Math.floor(source.length * part.until)
            : source.length;
          const chunks = inChunks(source.subarray(0, size), part.chunk);
          const outcome = await append(
            part.fails ? failing(chunks) : chunks,
            false,
          ).then(
            ({ gap }) => (gap ? 'has a gap' : 'is whole'),
            error => error.message,
          );
          expect(outcome).toBe(
            part.fails ? 'The connection is cut' : 'is whole',
          );
        }
        expect(log().lines).toBe(all.length);
        expect((await stored()).toString('latin1')).toBe(
          textOf(all).toString('latin1'),
        );
      }),
      { numRuns: 300 },
    );
  },
);

/** Some lines are stored, some after them are thrown away, some are left. */
const linesWithAGap = lines(0, 3)
  // Else nobody could tell the lines from each other.
  .map(all =>
    all.map((line, index) => ({ ...line, text: Buffer.from(`line ${index}`) })),
  )
  .chain(all =>
    fc.integer({ min: 2, max: all.length - 1 }).chain(firstLeft =>
      fc.record({
        all: fc.constant(all),
        storedLines: fc.integer({ min: 1, max: firstLeft - 1 }),
        firstLeft: fc.constant(firstLeft),
      }),
    ),
  );

it('says that there is a gap, and doubles nothing, when lines were thrown away', async () => {
  await fc.assert(
    fc.asyncProperty(linesWithAGap, async ({ all, storedLines, firstLeft }) => {
      const { append, log, text: stored } = await testArchive();
      await append(sent(all.slice(0, storedLines), 0), false);
      const { gap } = await append(
        sent(linesSince(all.slice(firstLeft), log(), 0), 0),
        false,
      );
      expect(gap).toBe(true);
      const result = (await stored()).toString().trimEnd().split('\n');
      const names = all.map(line => line.text.toString());
      expect(result.slice(0, storedLines)).toEqual(names.slice(0, storedLines));
      // Of those of the same time nobody knows whether they are stored.
      const latest = Math.max(...all.slice(0, storedLines).map(stampOf));
      const added = result.slice(storedLines);
      const left = names.slice(firstLeft);
      expect(added).toEqual(left.filter(name => added.includes(name)));
      expect(added).toEqual(
        expect.arrayContaining(
          all
            .slice(firstLeft)
            .filter(line => stampOf(line) > latest)
            .map(line => line.text.toString()),
        ),
      );
    }),
    { numRuns: 200 },
  );
});

function stampOf({ second, nanos }: Line): number {
  return second * 1e9 + nanos;
}
