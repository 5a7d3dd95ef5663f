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

import { storageFigures } from './storageFigures';

const DAY_MS = 86_400_000;
const amount = { bytes: 300, addedBytes: { week: 70, month: 150 } };

it('tells the growth of a day, and when the limit is reached at that', () => {
  expect(storageFigures(amount, 400)).toEqual({
    perDay: { week: 10, month: 5 },
    share: 0.75,
    fullAfterMs: 10 * DAY_MS,
  });
});

it.each([
  ['without a limit', amount, undefined, { perDay: { week: 10, month: 5 } }],
  [
    'of what does not grow any more',
    { bytes: 300, addedBytes: { week: 0, month: 150 } },
    400,
    { perDay: { week: 0, month: 5 }, share: 0.75 },
  ],
  [
    'of what is above the limit',
    amount,
    200,
    { perDay: { week: 10, month: 5 }, share: 1.5 },
  ],
])('tells no time %s', (_, stored, maxBytes, figures) => {
  expect(storageFigures(stored, maxBytes)).toEqual(figures);
});
