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

import { rateChange, successFigure } from './successFigure';

const statistics = (succeeded: number, failed: number) => ({
  total: succeeded + failed,
  statuses: { succeeded, failed },
  successRate:
    succeeded + failed === 0 ? undefined : succeeded / (succeeded + failed),
  exact: true,
});

it('gives figures of few runs and a share of many', () => {
  expect(successFigure(statistics(0, 0))).toEqual({ kind: 'none' });
  expect(successFigure(statistics(3, 1))).toEqual({
    kind: 'fraction',
    succeeded: 3,
    rated: 4,
  });
  expect(successFigure(statistics(4, 1))).toEqual({ kind: 'rate', rate: 0.8 });
});

it('tells a change only where there are enough runs on both sides', () => {
  expect(rateChange(statistics(15, 5), statistics(10, 10))).toBe(25);
  expect(rateChange(statistics(15, 5), statistics(10, 9))).toBeUndefined();
  expect(rateChange(statistics(1, 0), statistics(0, 0))).toBeUndefined();
});
