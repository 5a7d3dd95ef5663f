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
import { placeGaps } from './placeGaps';

const day = (date: number) => `2026-11-${date}T00:00:00Z`;
const WINDOW = { from: Date.parse(day(10)), until: Date.parse(day(20)) };

it('places gaps where they were, oldest first', () => {
  expect(
    placeGaps(
      [
        { from: day(15), until: day(16) },
        { from: day(11), until: day(12) },
      ],
      WINDOW,
    ),
  ).toEqual([
    { from: day(11), until: day(12), start: 0.1, end: 0.2 },
    { from: day(15), until: day(16), start: 0.5, end: 0.6 },
  ]);
});

it('cuts off what began before, and leaves out what is long over', () => {
  expect(
    placeGaps(
      [
        { from: '2026-11-01T00:00:00Z', until: '2026-11-02T00:00:00Z' },
        { from: '2026-11-05T00:00:00Z', until: day(11) },
      ],
      WINDOW,
    ),
  ).toMatchObject([{ start: 0, end: 0.1 }]);
});

it('has no end of what is still so', () => {
  expect(placeGaps([{ from: day(18) }], WINDOW)).toEqual([
    { from: day(18), start: 0.8, end: 1 },
  ]);
});

it('takes gaps together that are at one time, as of two resources', () => {
  expect(
    placeGaps(
      [
        { from: day(11), until: day(14) },
        { from: day(12), until: day(13) },
        { from: day(16), until: day(18) },
        { from: day(17) },
      ],
      WINDOW,
    ),
  ).toEqual([
    { from: day(11), until: day(14), start: 0.1, end: 0.4 },
    { from: day(16), start: 0.6, end: 1 },
  ]);
});
