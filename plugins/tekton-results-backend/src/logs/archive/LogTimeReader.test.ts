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

import { LogTimeReader } from './LogTimeReader';

const SECOND = Date.UTC(2026, 10, 21, 10, 20, 30) / 1000;

it.each([
  ['2026-11-21T10:20:30Z text', 20, SECOND, 0],
  ['2026-11-21T10:20:30.5Z ', 22, SECOND, 500_000_000],
  ['2026-11-21T10:20:30.123456789Z x', 30, SECOND, 123_456_789],
  ['2026-11-21T12:20:30.000000001+02:00 x', 35, SECOND, 1],
  ['2026-11-21T04:50:30-05:30 x', 25, SECOND, 0],
  ['2024-02-29T00:00:00Z x', 20, Date.UTC(2024, 1, 29) / 1000, 0],
])('reads %s', (line, length, second, nanos) => {
  const reader = new LogTimeReader();
  expect(reader.read(Buffer.from(line))).toBe(length);
  expect([reader.second, reader.nanos]).toEqual([second, nanos]);
});

it.each([
  '',
  ' ',
  'text',
  '2026-11-21T10:20:30Z',
  '2026-11-21 10:20:30Z x',
  '2026-11-21T10:20:30 x',
  '2026-11-21T10:2x:30Z x',
  '2026-11-21T10:20:30.1234567890Z x',
  '2026-11-21T10:20:30+02 x',
])('finds no timestamp in %j, and keeps the one before', line => {
  const reader = new LogTimeReader();
  reader.read(Buffer.from('2026-11-21T10:20:30.5Z x'));
  expect(reader.read(Buffer.from(line))).toBe(0);
  expect([reader.second, reader.nanos]).toEqual([SECOND, 500_000_000]);
});
