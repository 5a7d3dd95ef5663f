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

import { dateInZone, fixedOffsetMinutes, isValidZone } from './timeZones';

describe('isValidZone', () => {
  it.each([
    'UTC',
    'Europe/Paris',
    'america/st_johns',
    'US/Central',
    'Etc/GMT+5',
    '+02:00',
    '-3:30',
    '02:00',
  ])('knows %s', zone => {
    expect(isValidZone(zone)).toBe(true);
  });

  it.each([
    '',
    'Mars/Olympus',
    'Europe/Paris ',
    '+02',
    '+0200',
    '+24:00',
    '+02:60',
    '+002:00',
    "'; drop table runs",
  ])('does not know %p', zone => {
    expect(isValidZone(zone)).toBe(false);
    expect(dateInZone(0, zone)).toBeUndefined();
  });
});

describe('fixedOffsetMinutes', () => {
  it.each([
    ['UTC', 0],
    ['+00:00', 0],
    ['-00:00', 0],
    ['+02:00', 120],
    ['02:00', 120],
    ['-3:30', -210],
    ['-00:30', -30],
    ['+23:59', 1439],
    ['Europe/Paris', undefined],
    ['Mars/Olympus', undefined],
  ])('is for %s: %s', (zone, expected) => {
    expect(fixedOffsetMinutes(zone)).toBe(expected);
  });
});

describe('dateInZone', () => {
  it.each([
    ['UTC', '1969-12-31T23:59:59.999Z', '1969-12-31T23:59:59.999Z'],
    ['-09:30', '2009-02-13T23:31:30.500Z', '2009-02-13T14:01:30.500Z'],
    ['Asia/Kathmandu', '2009-02-13T23:31:30Z', '2009-02-14T05:16:30.000Z'],
    // The hour that is skipped in spring, and the one that comes twice.
    ['Europe/Paris', '2024-03-31T00:59:59Z', '2024-03-31T01:59:59.000Z'],
    ['Europe/Paris', '2024-03-31T01:00:00Z', '2024-03-31T03:00:00.000Z'],
    ['Europe/Paris', '2024-10-27T00:30:00Z', '2024-10-27T02:30:00.000Z'],
    ['Europe/Paris', '2024-10-27T01:30:00Z', '2024-10-27T02:30:00.000Z'],
    ['Europe/Paris', '2024-06-30T22:00:00Z', '2024-07-01T00:00:00.000Z'],
    // Before there were time zones: the sun over Paris.
    ['Europe/Paris', '1890-01-01T00:00:00Z', '1890-01-01T00:09:21.000Z'],
    ['Europe/Paris', '0099-06-01T00:00:00.999Z', '0099-06-01T00:09:21.999Z'],
    ['America/New_York', '0001-01-01T00:00:00Z', '0000-12-31T19:03:58.000Z'],
    ['-01:00', '0001-01-01T00:00:00Z', '0000-12-31T23:00:00.000Z'],
  ])('shows in %s for %s: %s', (zone, utc, local) => {
    expect(dateInZone(Date.parse(utc), zone)?.toISOString()).toBe(local);
  });
});
