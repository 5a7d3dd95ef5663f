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

import { run } from '@bufbuild/cel';
import fc from 'fast-check';
import { formatTimestamp, parseTimestamp } from './CelTimestamp';
import { type DatePart, datePart } from './datePart';

function partOf(text: string, part: DatePart, zone?: string) {
  return datePart(parseTimestamp(text)!, part, zone);
}

describe('datePart', () => {
  const friday = '2009-02-13T23:31:30.123456789Z';

  // The cases of CEL's conformance tests.
  it.each<[string, DatePart, string | undefined, bigint]>([
    [friday, 'FullYear', undefined, 2009n],
    [friday, 'Month', undefined, 1n],
    [friday, 'Date', undefined, 13n],
    [friday, 'DayOfMonth', undefined, 12n],
    [friday, 'DayOfWeek', undefined, 5n],
    [friday, 'DayOfYear', undefined, 43n],
    [friday, 'Hours', undefined, 23n],
    [friday, 'Minutes', undefined, 31n],
    [friday, 'Seconds', undefined, 30n],
    [friday, 'Milliseconds', undefined, 123n],
    [friday, 'Date', 'Australia/Sydney', 14n],
    [friday, 'DayOfMonth', 'US/Central', 12n],
    [friday, 'DayOfMonth', '+11:00', 13n],
    ['2009-02-13T02:00:00Z', 'DayOfMonth', '-02:30', 11n],
    ['2009-02-13T02:00:00Z', 'DayOfMonth', 'America/St_Johns', 11n],
    [friday, 'DayOfWeek', 'UTC', 5n],
    [friday, 'DayOfYear', 'US/Central', 43n],
    [friday, 'FullYear', '-09:30', 2009n],
    [friday, 'Hours', '02:00', 1n],
    [friday, 'Minutes', 'Asia/Kathmandu', 16n],
    [friday, 'Month', 'UTC', 1n],
    [friday, 'Seconds', '-00:00', 30n],
    ['2024-12-31T12:00:00Z', 'DayOfYear', undefined, 365n],
    ['2023-12-31T12:00:00Z', 'DayOfYear', undefined, 364n],
    ['2024-03-03T00:00:00Z', 'DayOfWeek', undefined, 0n],
    ['1969-12-31T23:59:59.999Z', 'Milliseconds', undefined, 999n],
    ['1969-12-31T23:59:59.999Z', 'Seconds', 'Europe/Paris', 59n],
    ['0001-01-01T00:00:00Z', 'FullYear', 'America/New_York', 0n],
    ['0004-12-31T00:00:00Z', 'DayOfYear', undefined, 365n],
  ])('of %s: %s in %s is %s', (text, part, zone, expected) => {
    expect(partOf(text, part, zone)).toBe(expected);
  });

  it('is undefined for an unknown zone', () => {
    expect(partOf(friday, 'Hours', 'Mars/Olympus')).toBeUndefined();
  });

  it('agrees with another implementation of CEL', () => {
    const times = fc
      // It counts the years before 100 from 1900.
      .date({ min: new Date('1000-01-01'), noInvalidDate: true })
      .map(date => parseTimestamp(date.toISOString()))
      .filter(timestamp => timestamp !== undefined);
    const parts = fc.constantFrom<DatePart>(
      'FullYear',
      'Month',
      'Date',
      'DayOfMonth',
      'DayOfWeek',
      'DayOfYear',
      'Hours',
      'Minutes',
      'Seconds',
      'Milliseconds',
    );
    const zones = fc.constantFrom(
      'UTC',
      'Europe/Paris',
      'America/New_York',
      'America/St_Johns',
      'Asia/Kathmandu',
      'Australia/Lord_Howe',
      'Pacific/Apia',
      '+02:00',
      '-09:30',
      '14:00',
    );
    fc.assert(
      fc.property(times, parts, zones, (time, part, zone) => {
        const text = formatTimestamp(time);
        expect(datePart(time, part)).toBe(
          run(`timestamp("${text}").get${part}()`),
        );
        expect(datePart(time, part, zone)).toBe(
          run(`timestamp("${text}").get${part}("${zone}")`),
        );
      }),
      { numRuns: 500 },
    );
  });
});
