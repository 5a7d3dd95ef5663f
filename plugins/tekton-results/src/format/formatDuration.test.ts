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

import {
  formatDuration,
  formatLatency,
  formatRelative,
} from './formatDuration';

it.each([
  [0, '0s'],
  [3_000, '3s'],
  [64_000, '1m 4s'],
  [3_600_000, '1h'],
  [93_784_000, '1d 2h'],
  [-5, '0s'],
])('writes %d ms as %s', (ms, text) => {
  expect(formatDuration(ms, 'en')).toBe(text);
});

it.each([
  [0.4, '0ms'],
  [12.3, '12ms'],
  [2_400, '2s'],
])('writes the latency of %d ms as %s', (ms, text) => {
  expect(formatLatency(ms, 'en')).toBe(text);
});

it('says how long ago a time is', () => {
  expect(formatRelative(0, 125_000, 'en')).toBe('2 minutes ago');
  expect(formatRelative(0, 0, 'de')).toBe('jetzt');
});
