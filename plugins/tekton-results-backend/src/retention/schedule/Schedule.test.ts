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

import { nextTime, parseSchedule, type Schedule } from './Schedule';

function schedule(value: unknown): Schedule {
  const parsed = parseSchedule(value);
  if (typeof parsed === 'string') {
    throw new Error(parsed);
  }
  return parsed;
}

/** The first times after a moment. */
function strikes(text: string, after: string, count: number): string[] {
  const parsed = schedule(text);
  const times: string[] = [];
  let last = Date.parse(after);
  for (let number = 0; number < count; number += 1) {
    last = nextTime(parsed, last);
    times.push(new Date(last).toISOString().replace(':00.000Z', 'Z'));
  }
  return times;
}

describe('schedules of cron', () => {
  it.each([
    // The schedule that upstream ships, and the one it means to have by default.
    ['5 5 * * 0', ['2026-11-22T05:05Z', '2026-11-29T05:05Z']],
    ['7 7 * * 7', ['2026-11-22T07:07Z', '2026-11-29T07:07Z']],
    ['* * * * *', ['2026-11-21T12:01Z', '2026-11-21T12:02Z']],
    ['*/20 * * * ?', ['2026-11-21T12:20Z', '2026-11-21T12:40Z']],
    ['50/5 12 * * *', ['2026-11-21T12:50Z', '2026-11-21T12:55Z']],
    ['10-14/4 3 * * *', ['2026-11-22T03:10Z', '2026-11-22T03:14Z']],
    ['0 6,18 * * *', ['2026-11-21T18:00Z', '2026-11-22T06:00Z']],
    ['0 0 * * MON-fri', ['2026-11-23T00:00Z', '2026-11-24T00:00Z']],
    ['0 0 1 Jan *', ['2027-01-01T00:00Z', '2028-01-01T00:00Z']],
    ['0 0 29 2 *', ['2028-02-29T00:00Z', '2032-02-29T00:00Z']],
    // With both days restricted, either is enough.
    [
      '0 0 1 * 1',
      ['2026-11-23T00:00Z', '2026-11-30T00:00Z', '2026-12-01T00:00Z'],
    ],
    // A step of one restricts nothing, neither alone nor in a list.
    ['0 0 */1 * 1', ['2026-11-23T00:00Z', '2026-11-30T00:00Z']],
    ['0 0 ?/01,5 * 1', ['2026-11-23T00:00Z', '2026-11-30T00:00Z']],
    ['0 0 1 * */1', ['2026-12-01T00:00Z', '2027-01-01T00:00Z']],
    ['0 0 */10 * 2', ['2026-11-24T00:00Z', '2026-12-01T00:00Z']],
    ['0 0 * * 2', ['2026-11-24T00:00Z', '2026-12-01T00:00Z']],
    ['@hourly', ['2026-11-21T13:00Z']],
    ['@daily', ['2026-11-22T00:00Z']],
    ['@midnight', ['2026-11-22T00:00Z']],
    ['@weekly', ['2026-11-22T00:00Z']],
    ['@monthly', ['2026-12-01T00:00Z']],
    ['@yearly', ['2027-01-01T00:00Z']],
    ['@annually', ['2027-01-01T00:00Z']],
  ])('understands %s', (text, times) => {
    expect(
      strikes(`CRON_TZ=UTC ${text}`, '2026-11-21T12:00:00Z', times.length),
    ).toEqual(times);
  });

  it.each([
    ['TZ=Asia/Kolkata 0 3 * * *', ['2026-11-21T21:30Z']],
    ['CRON_TZ=America/New_York 0 3 * * *', ['2026-11-22T08:00Z']],
  ])('keeps to the clocks of a zone: %s', (text, times) => {
    expect(strikes(text, '2026-11-21T12:00:00Z', 1)).toEqual(times);
  });

  it('leaves out what a clock skips when it is put forward', () => {
    expect(
      strikes('TZ=Europe/Berlin 30 2 * * *', '2026-03-28T00:00:00Z', 3),
    ).toEqual(['2026-03-28T01:30Z', '2026-03-30T00:30Z', '2026-03-31T00:30Z']);
  });

  it('strikes once when a clock shows a time twice', () => {
    expect(
      strikes('TZ=Europe/Berlin 30 2 * * *', '2026-10-24T12:00:00Z', 2),
    ).toEqual(['2026-10-25T00:30Z', '2026-10-26T01:30Z']);
  });

  it('keeps to the clock of the process without a zone', () => {
    expect(schedule('5 5 * * *')).toMatchObject({
      kind: 'cron',
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    });
  });

  it.each([
    '',
    '* * * *',
    '* * * * * *',
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '* * 32 * *',
    '* * * 13 * ',
    '* * * * 8',
    '* * * foo *',
    '*/0 * * * *',
    '5-3 * * * *',
    '1- * * * *',
    '1,,2 * * * *',
    '-1 * * * *',
    '0 0 30 2 *',
    '@never',
    'TZ=Mars/Olympus 0 0 * * *',
    'TZ=UTC',
  ])('refuses %j', text => {
    expect(parseSchedule(text)).toEqual(expect.any(String));
  });
});

describe('schedules in intervals', () => {
  it.each([
    ['24h', 24 * 60 * 60 * 1000],
    ['@every 12h30m', 12.5 * 60 * 60 * 1000],
    ['7d', 7 * 24 * 60 * 60 * 1000],
    [{ hours: 6 }, 6 * 60 * 60 * 1000],
  ])('understands %j', (value, ms) => {
    expect(nextTime(schedule(value), 1_000)).toBe(1_000 + ms);
  });

  it.each([
    '0h',
    '30s',
    '@every',
    '@every soon',
    'daily',
    5,
    { hours: 0 },
    null,
  ])('refuses %j', value => {
    expect(parseSchedule(value)).toEqual(expect.any(String));
  });
});
