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
import { RecentLags } from './RecentLags';

const NOW = Date.UTC(2026, 10, 22);

it('tells below which 95 of 100 are', () => {
  const lags = new RecentLags();
  for (let i = 100; i > 0; i -= 1) {
    lags.add(i, NOW);
  }
  expect(lags.p95(NOW)).toBe(95);
});

it('tells the largest of a few', () => {
  const lags = new RecentLags();
  lags.add(3, NOW);
  lags.add(7, NOW);
  expect(lags.p95(NOW)).toBe(7);
});

it('forgets what is older than a quarter of an hour', () => {
  const lags = new RecentLags();
  lags.add(9_000, NOW - 16 * 60_000);
  expect(lags.p95(NOW)).toBeUndefined();
  lags.add(5, NOW - 60_000);
  expect(lags.p95(NOW)).toBe(5);
});

it('holds no more than the newest', () => {
  const lags = new RecentLags();
  for (let i = 0; i < 10_000; i += 1) {
    lags.add(i < 9_000 ? 60_000 : 1, NOW);
  }
  expect(lags.p95(NOW)).toBe(1);
});
