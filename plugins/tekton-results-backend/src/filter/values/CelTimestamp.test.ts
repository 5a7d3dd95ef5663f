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

import { isCelError, run } from '@bufbuild/cel';
import fc from 'fast-check';
import {
  CelTimestamp,
  formatTimestamp,
  isValidNanos,
  parseTimestamp,
} from './CelTimestamp';

const FIRST = -62_135_596_800_000_000_000n;
const LAST = 253_402_300_799_999_999_999n;

/** A text as time in UTC, strictly or leniently read. */
function reread(text: string, options?: { strict?: boolean }) {
  const timestamp = parseTimestamp(text, options);
  return timestamp && formatTimestamp(timestamp);
}

/** The other implementation writes 3, 6 or 9 digits of fractions. */
function withoutTrailingZeros(time: string) {
  return time.replace(/(\.\d*[1-9])0+Z$/, '$1Z');
}

describe('parseTimestamp', () => {
  it.each([
    ['1970-01-01T00:00:00Z', '1970-01-01T00:00:00Z'],
    ['2024-03-02T10:15:30Z', '2024-03-02T10:15:30Z'],
    ['2024-03-02T10:15:30.5Z', '2024-03-02T10:15:30.5Z'],
    ['2024-03-02T10:15:30.000000001Z', '2024-03-02T10:15:30.000000001Z'],
    ['2024-03-02T10:15:30.100Z', '2024-03-02T10:15:30.1Z'],
    ['2024-03-02T10:15:30+02:00', '2024-03-02T08:15:30Z'],
    ['2024-03-02T00:15:30-05:30', '2024-03-02T05:45:30Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00Z'],
    ['1969-12-31T23:59:59.999999999Z', '1969-12-31T23:59:59.999999999Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00Z'],
    ['0099-06-01T00:00:00Z', '0099-06-01T00:00:00Z'],
    ['9999-12-31T23:59:59.999999999Z', '9999-12-31T23:59:59.999999999Z'],
    ['9999-12-31T23:59:59-00:00', '9999-12-31T23:59:59Z'],
    ['0000-12-31T23:00:00-01:00', '0001-01-01T00:00:00Z'],
  ])('reads %s, which is RFC 3339', (text, expected) => {
    expect(reread(text)).toBe(expected);
    expect(reread(text, { strict: true })).toBe(expected);
  });

  it.each([
    ['2024-03-02', '2024-03-02T00:00:00Z'],
    ['2022/10/30T21:45:00.000Z', '2022-10-30T21:45:00Z'],
    ['2022/10/30', '2022-10-30T00:00:00Z'],
    ['2024-03-02 10:15:30Z', '2024-03-02T10:15:30Z'],
    ['2024-03-02 10:15:30 +02', '2024-03-02T08:15:30Z'],
    ['2024-03-02T10:15:30', '2024-03-02T10:15:30Z'],
    ['2024-03-02T10:15', '2024-03-02T10:15:00Z'],
    ['2024-03-02t10:15:30z', '2024-03-02T10:15:30Z'],
    ['2024-03-02T10:15:30+02', '2024-03-02T08:15:30Z'],
    ['2024-03-02T10:15:30-0230', '2024-03-02T12:45:30Z'],
  ])('reads %s as PostgreSQL does, unless it has to be strict', (text, out) => {
    expect(reread(text)).toBe(out);
    expect(reread(text, { strict: true })).toBeUndefined();
  });

  it.each([
    '',
    'rubbish',
    'now',
    '2024-02-30T00:00:00Z',
    '2023-02-29T00:00:00Z',
    '2023-02-29',
    '2024-13-01T00:00:00Z',
    '2024-00-01T00:00:00Z',
    '2024-01-00T00:00:00Z',
    '2024-3-2',
    '2024-03/02',
    '2024-03-02T24:00:00Z',
    '2024-03-02T10:60:00Z',
    '2024-03-02T10:15:60Z',
    '2024-03-02T10:15:30.Z',
    '2024-03-02T10:15:30.1234567890Z',
    '2024-03-02T10:15:30,5Z',
    '2024-03-02T10:15:30+24:00',
    '2024-03-02T10:15:30+01:60',
    '2024-03-02T10:15:30ZZ',
    '2024-03-02Z',
    ' 2024-03-02',
    '2024-03-02T10:15:30Z\n',
    '0000-12-31T23:59:59Z',
    '0001-01-01T00:00:00+00:01',
    '9999-12-31T23:59:59-00:01',
    '10000-01-01T00:00:00Z',
    '-001-01-01T00:00:00Z',
    '٢٠٢٤-03-02',
  ])('refuses %p', text => {
    expect(reread(text)).toBeUndefined();
    expect(reread(text, { strict: true })).toBeUndefined();
  });

  it('reads what formatTimestamp writes', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: FIRST, max: LAST }), nanos => {
        const text = formatTimestamp(new CelTimestamp(nanos));
        expect(parseTimestamp(text, { strict: true })).toEqual({ nanos });
        expect(parseTimestamp(text)).toEqual({ nanos });
      }),
    );
  });

  it('agrees with another implementation of CEL', () => {
    const upTo = (max: number) =>
      fc.nat(max).map(value => String(value).padStart(2, '0'));
    const texts = fc
      .tuple(
        fc.constantFrom('0000', '0001', '1900', '1969', '2000', '2024', '9999'),
        upTo(13),
        // The other one takes 30 February for 1 March, and knows an hour 24.
        upTo(28),
        upTo(23),
        upTo(60),
        upTo(60),
        fc.constantFrom('', '.1', '.000000009', '.123456789', '.50'),
        fc.constantFrom('Z', '+00:00', '-23:59', '+05:30'),
      )
      .map(
        ([year, month, day, hour, minute, second, fraction, zone]) =>
          `${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}${zone}`,
      );
    fc.assert(
      fc.property(texts, text => {
        const theirs = run(`string(timestamp("${text}"))`);
        expect(reread(text, { strict: true })).toBe(
          isCelError(theirs) ? undefined : withoutTrailingZeros(String(theirs)),
        );
      }),
      { numRuns: 500 },
    );
  });
});

describe('isValidNanos', () => {
  it.each([
    [FIRST, true],
    [FIRST - 1n, false],
    [LAST, true],
    [LAST + 1n, false],
    [0n, true],
  ])('says of %s: %s', (nanos, expected) => {
    expect(isValidNanos(nanos)).toBe(expected);
  });
});
