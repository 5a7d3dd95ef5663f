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

import { parseAge } from './parseAge';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

describe('parseAge', () => {
  it.each([
    // As upstream reads them.
    ['30', 30 * DAY_MS],
    ['30d', 30 * DAY_MS],
    ['720h', 720 * HOUR_MS],
    ['36h30m', 36.5 * HOUR_MS],
    ['1h1m1s1ms', HOUR_MS + 61_001],
    ['90s', 90_000],
    ['250ms', 250],
    // In app-config, a number is one.
    [30, 30 * DAY_MS],
    [{ days: 30 }, 30 * DAY_MS],
    [{ days: 1, hours: 2 }, 26 * HOUR_MS],
  ])('reads %j', (text, ms) => {
    expect(parseAge(text)).toBe(ms);
  });

  it.each([
    // What upstream refuses.
    '1.5d',
    '2w',
    '30d12h',
    '',
    ' 30d',
    '30d ',
    // What it takes for "everything has expired".
    0,
    '0',
    '0d',
    '0s',
    -1,
    '-1',
    '-5d',
    { days: 0 },
    { days: -1 },
    // What other parsers of durations take for something much shorter.
    '1.5',
    1.5,
    '30M',
    '30 days',
    'P1M',
    { months: 'one' },
    { day: 1 },
    '36501d',
    1e300,
    NaN,
    Infinity,
    true,
    null,
    undefined,
    [],
    {},
  ])('refuses %j', value => {
    expect(parseAge(value)).toBeUndefined();
  });
});
