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
import {
  POSTGRES_DATABASES,
  TESTED_DATABASES,
} from '../../__testUtils__/databases';
import {
  addIntervals,
  compareIntervals,
  divideInterval,
  formatInterval,
  intervalOf,
  NO_TIME,
} from './Interval';

jest.setTimeout(60_000);

const HOUR = 3_600_000_000n;
const MAX_MICROS = 400n * 24n * HOUR;

describe('an interval', () => {
  it.each<[bigint, string]>([
    [0n, '00:00:00'],
    [200_000_000n, '00:03:20'],
    [76_218_750n, '00:01:16.21875'],
    [1n, '00:00:00.000001'],
    [-10_000_000n, '-00:00:10'],
    [24n * HOUR, '1 day'],
    [-24n * HOUR, '-1 days'],
    [53n * HOUR + 1_250_000n, '2 days 05:00:01.25'],
    [-25n * HOUR, '-1 days -01:00:00'],
  ])('of %d µs is written %s', (micros, text) => {
    expect(formatInterval(intervalOf(micros))).toBe(text);
  });

  it('keeps the hours of a sum apart from its days', () => {
    const sum = [20n, 30n, 20n]
      .map(hours => intervalOf(hours * HOUR))
      .reduce(addIntervals);
    expect(formatInterval(sum)).toBe('1 day 46:00:00');
    expect(compareIntervals(sum, intervalOf(70n * HOUR))).toBe(0);
    expect(compareIntervals(sum, intervalOf(71n * HOUR))).toBeLessThan(0);
    expect(compareIntervals(sum, intervalOf(69n * HOUR))).toBeGreaterThan(0);
  });

  it('has a sign before hours that do not go with the days', () => {
    expect(formatInterval({ days: -1, micros: HOUR })).toBe(
      '-1 days +01:00:00',
    );
    expect(formatInterval({ days: 1, micros: -HOUR })).toBe('1 day -01:00:00');
  });
});

describe.each(POSTGRES_DATABASES)('intervals on %s', databaseId => {
  it('are added, divided and written as there', async () => {
    const db = await TESTED_DATABASES.init(databaseId);
    const micros = fc.oneof(
      fc.bigInt({ min: -MAX_MICROS, max: MAX_MICROS }),
      // Runs: seconds and minutes.
      fc.integer({ min: 0, max: 9_000 }).map(s => BigInt(s) * 1_000_000n),
      fc.constantFrom(0n, 1n, -1n, 24n * HOUR, 12n * HOUR, -36n * HOUR),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(micros, { minLength: 1, maxLength: 40 }),
        async spans => {
          const { rows } = await db.raw(
            `select sum(d)::text, avg(d)::text, min(d)::text, max(d)::text from (
               select (timestamptz '2026-01-01 00:00:00+00' + micros * interval '1 microsecond')
                 - timestamptz '2026-01-01 00:00:00+00' as d
               from unnest(?::bigint[]) as micros
             ) as spans`,
            [spans.map(String)],
          );
          const intervals = spans.map(intervalOf);
          const sorted = [...intervals].sort(compareIntervals);
          const sum = intervals.reduce(addIntervals, NO_TIME);
          expect({
            sum: formatInterval(sum),
            avg: formatInterval(divideInterval(sum, spans.length)),
            min: formatInterval(sorted[0]),
            max: formatInterval(sorted[sorted.length - 1]),
          }).toEqual(rows[0]);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
