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

import { isOutside, percentOf, scaleOf, ticksOf } from './timeScale';

it('has room for all times, and never no length', () => {
  expect(scaleOf([5_000, undefined, 2_000, 9_000])).toEqual({
    fromMs: 2_000,
    toMs: 9_000,
  });
  expect(scaleOf([7_000])).toEqual({ fromMs: 7_000, toMs: 8_000 });
  expect(scaleOf([undefined])).toEqual({ fromMs: 0, toMs: 1_000 });
});

it('keeps places within the width', () => {
  const scale = { fromMs: 1_000, toMs: 2_000 };
  expect([0, 1_000, 1_250, 9_000].map(ms => percentOf(scale, ms))).toEqual([
    0, 0, 25, 100,
  ]);
});

it('has what took no time at its ends as well', () => {
  const scale = { fromMs: 1_000, toMs: 2_000 };
  expect(isOutside(scale, 2_000, 2_000)).toBe(false);
  expect(isOutside(scale, 1_000, 1_000)).toBe(false);
  expect(isOutside(scale, 1_900, 3_000)).toBe(false);
  expect(isOutside(scale, 2_000, 3_000)).toBe(true);
  expect(isOutside(scale, 500, 1_000)).toBe(true);
  expect(isOutside(scale, 2_001, 2_001)).toBe(true);
});

it.each([
  [10_000, [0, 2_000, 4_000, 6_000, 8_000]],
  [246_000, [0, 60_000, 120_000, 180_000, 240_000]],
  [3 * 3_600_000, [0, 1_800_000, 3_600_000, 5_400_000, 7_200_000, 9_000_000]],
  [400 * 86_400_000, [0, 67, 134, 201, 268, 335].map(day => day * 86_400_000)],
])('marks %d ms at times that are easy to read', (length, marks) => {
  const ticks = ticksOf({ fromMs: 500, toMs: 500 + length }, 500, 6);
  expect(ticks.map(({ ms }) => ms)).toEqual(marks);
});

it('counts from the start also where it is not shown', () => {
  expect(ticksOf({ fromMs: 95_000, toMs: 155_000 }, 0, 6)).toEqual([
    { ms: 100_000, percent: (5 / 60) * 100 },
    { ms: 110_000, percent: 25 },
    { ms: 120_000, percent: (25 / 60) * 100 },
    { ms: 130_000, percent: (35 / 60) * 100 },
    { ms: 140_000, percent: 75 },
    { ms: 150_000, percent: (55 / 60) * 100 },
  ]);
});
