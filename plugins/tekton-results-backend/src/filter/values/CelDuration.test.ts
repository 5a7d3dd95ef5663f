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
  CelDuration,
  type DurationPart,
  durationPart,
  formatDuration,
  isValidDurationNanos,
  parseDuration,
} from './CelDuration';

const LONGEST = 2n ** 63n - 1n;
const PARTS: DurationPart[] = ['Hours', 'Minutes', 'Seconds', 'Milliseconds'];

describe('parseDuration', () => {
  it.each([
    ['0', 0n],
    ['-0', 0n],
    ['0s', 0n],
    ['2ns', 2n],
    ['1us', 1_000n],
    ['1\u00b5s', 1_000n],
    ['1\u03bcs', 1_000n],
    ['300ms', 300_000_000n],
    ['1.5s', 1_500_000_000n],
    ['.5s', 500_000_000n],
    ['5.s', 5_000_000_000n],
    ['+5s', 5_000_000_000n],
    ['1h5m', 3_900_000_000_000n],
    ['-1.5h', -5_400_000_000_000n],
    ['1h0m0s', 3_600_000_000_000n],
    ['1s1h', 3_601_000_000_000n],
    ['0.1ns', 0n],
    ['9223372036.854775807s', LONGEST],
    ['-9223372036.854775808s', -LONGEST - 1n],
  ])('reads %s as %s ns', (text, nanos) => {
    expect(parseDuration(text)).toEqual({ nanos });
  });

  it.each([
    '',
    '-',
    's',
    '.s',
    '5',
    '1d',
    '1 h',
    ' 1h',
    '1h-5m',
    '--1h',
    '1.2.3s',
    '1e3s',
    '1H',
    '5m0',
    '9223372036.854775808s',
    '-9223372036.854775809s',
    '320000000000s',
    '1h'.repeat(65),
  ])('refuses %p', text => {
    expect(parseDuration(text)).toBeUndefined();
  });

  it('agrees with another implementation of CEL', () => {
    const numbers = fc.stringMatching(/^(\d{1,7}|\d{0,2}\.\d{0,11})$/);
    const units = fc.constantFrom('ns', 'us', 'µs', 'ms', 's', 'm', 'h', 'd');
    const texts = fc
      .tuple(
        fc.constantFrom('', '-', '+'),
        fc.array(
          fc.tuple(numbers, units).map(step => step.join('')),
          {
            maxLength: 4,
          },
        ),
      )
      .map(([sign, steps]) => sign + steps.join(''))
      // Go and we refuse a missing number, the other one takes it for 0.
      .filter(text => /\d/.test(text));
    fc.assert(
      fc.property(texts, text => {
        const ours = parseDuration(text);
        const theirs = run(`duration("${text}")`);
        expect(ours === undefined).toBe(isCelError(theirs));
        if (!ours) return;
        expect(run(`duration("${text}") == duration("${ours.nanos}ns")`)).toBe(
          true,
        );
        for (const part of PARTS) {
          expect(durationPart(ours, part)).toBe(
            run(`duration("${text}").get${part}()`),
          );
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('formatDuration', () => {
  it.each([
    [0n, '0s'],
    [3_500_000_000n, '3.5s'],
    [1_000_000_000_000_000n, '1000000s'],
    [-500_000_000n, '-0.5s'],
    [-5_400_000_000_000n, '-5400s'],
    [1n, '0.000000001s'],
    [LONGEST, '9223372036.854775807s'],
  ])('writes %s ns as %s', (nanos, text) => {
    expect(formatDuration(new CelDuration(nanos))).toBe(text);
  });

  it('writes what parseDuration reads', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -LONGEST - 1n, max: LONGEST }), nanos => {
        const text = formatDuration(new CelDuration(nanos));
        expect(parseDuration(text)).toEqual({ nanos });
      }),
    );
  });
});

describe('durationPart', () => {
  // Those of one second and more are from CEL's conformance tests.
  it.each<[string, DurationPart, bigint]>([
    ['10000s', 'Hours', 2n],
    ['3730s', 'Minutes', 62n],
    ['3730s', 'Seconds', 3730n],
    ['123.321456789s', 'Milliseconds', 321n],
    ['-0.9s', 'Seconds', 0n],
    ['-1.5s', 'Milliseconds', -500n],
    ['-90m', 'Hours', -1n],
  ])('of %s: %s is %s', (text, part, expected) => {
    expect(durationPart(parseDuration(text)!, part)).toBe(expected);
  });
});

describe('isValidDurationNanos', () => {
  it.each([
    [LONGEST, true],
    [LONGEST + 1n, false],
    [-LONGEST - 1n, true],
    [-LONGEST - 2n, false],
  ])('says of %s: %s', (nanos, expected) => {
    expect(isValidDurationNanos(nanos)).toBe(expected);
  });
});
