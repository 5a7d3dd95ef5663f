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

import { comparison, upperDuration } from './usualDuration';

const usual = (count: number) => ({ count, p50Ms: 10, p95Ms: 20, maxMs: 30 });

it.each([
  [4, 100, undefined],
  [5, 30, {}],
  [5, 31, { slow: 'max' }],
  [19, 25, {}],
  [20, 25, { slow: 'p95' }],
  [20, 20, {}],
])('compares with %d runs a duration of %d: %p', (count, ms, expected) => {
  expect(comparison(ms, usual(count))).toEqual(expected);
});

it('calls the longest what it is while runs are few', () => {
  expect(upperDuration(usual(19))).toEqual({ name: 'max', ms: 30 });
  expect(upperDuration(usual(20))).toEqual({ name: 'p95', ms: 20 });
});
