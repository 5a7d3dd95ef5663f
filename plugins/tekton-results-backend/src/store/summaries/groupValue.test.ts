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

import type { SummaryGrouping, SummaryUnit } from '../SummaryStore';
import { groupValue, truncatedSeconds } from './groupValue';

const MICROS_PER_SECOND = 1_000_000n;

function truncated(time: string, unit: SummaryUnit): string {
  const micros = (BigInt(Date.parse(time)) * MICROS_PER_SECOND) / 1_000n;
  return new Date(truncatedSeconds(micros, unit) * 1000).toISOString();
}

describe('truncatedSeconds', () => {
  it.each<[SummaryUnit, string]>([
    ['minute', '2023-12-06T07:55:00.000Z'],
    ['hour', '2023-12-06T07:00:00.000Z'],
    ['day', '2023-12-06T00:00:00.000Z'],
    ['week', '2023-12-04T00:00:00.000Z'],
    ['month', '2023-12-01T00:00:00.000Z'],
    ['year', '2023-01-01T00:00:00.000Z'],
  ])('finds the beginning of the %s', (unit, expected) => {
    expect(truncated('2023-12-06T07:55:31.250Z', unit)).toBe(expected);
    expect(truncated(expected, unit)).toBe(expected);
  });

  it.each<[string, SummaryUnit, string]>([
    ['a Sunday', 'week', '2026-11-16T00:00:00.000Z'],
    ['a Sunday', 'day', '2026-11-22T00:00:00.000Z'],
  ])('takes %s for the last day of its %s', (_, unit, expected) => {
    expect(truncated('2026-11-22T23:59:59Z', unit)).toBe(expected);
  });

  it('rounds down before 1970 too', () => {
    expect(truncated('1969-12-31T23:59:59.999Z', 'minute')).toBe(
      '1969-12-31T23:59:00.000Z',
    );
    expect(truncated('1969-12-28T00:00:00Z', 'week')).toBe(
      '1969-12-22T00:00:00.000Z',
    );
  });
});

describe('groupValue', () => {
  it.each<[SummaryGrouping['by'], string | null, string | null]>([
    ['namespace', 'shop', null],
    ['pipeline', 'shop/release', '/'],
    ['repository', 'shop/', '/'],
    ['time', null, null],
  ])('is for %s %s, and %s of nothing', (by, expected, ofNothing) => {
    const grouping =
      by === 'time'
        ? ({ by, unit: 'day', time: 'startTime' } as const)
        : { by };
    const facts = { namespace: 'shop', pipeline: 'release' };
    expect(groupValue(facts, grouping)).toBe(expected);
    expect(groupValue({}, grouping)).toBe(ofNothing);
  });
});
