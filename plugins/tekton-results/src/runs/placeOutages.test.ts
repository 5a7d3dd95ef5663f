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
import { checkoutRun } from '../__fixtures__';
import { type ListRow, placeOutages } from './placeOutages';

const at = (hour: number) =>
  new Date(Date.UTC(2026, 10, 21, hour)).toISOString();
const run = (hour: number, cluster = 'example') => ({
  ...checkoutRun,
  cluster,
  startedAt: at(hour),
});
const outage = (from: number, until: number, cluster = 'example') => ({
  cluster,
  from: at(from),
  until: at(until),
});
const texts = (rows: readonly ListRow[]) =>
  rows.map(row =>
    row.kind === 'run'
      ? new Date(row.run.startedAt ?? '').getUTCHours()
      : `until ${new Date(row.outage.until).getUTCHours()}`,
  );

it('places outages among runs by the time', () => {
  const outages = [outage(6, 7), outage(3, 4)];
  expect(
    texts(placeOutages([run(9), run(8), run(5), run(2)], outages, '-start')),
  ).toEqual([9, 8, 'until 7', 5, 'until 4', 2]);
  expect(
    texts(placeOutages([run(2), run(5), run(8), run(9)], outages, 'start')),
  ).toEqual([2, 'until 4', 5, 'until 7', 8, 9]);
});

it('keeps the order of outages between the same runs', () => {
  const outages = [outage(6, 7), outage(3, 4)];
  expect(texts(placeOutages([run(9), run(1)], outages, '-start'))).toEqual([
    9,
    'until 7',
    'until 4',
    1,
  ]);
  expect(texts(placeOutages([run(1), run(9)], outages, 'start'))).toEqual([
    1,
    'until 4',
    'until 7',
    9,
  ]);
});

it('leaves out what is beyond the page, of other clusters, or of no place', () => {
  const runs = [run(9), run(8)];
  expect(
    placeOutages(runs, [outage(1, 2), outage(10, 11)], '-start'),
  ).toHaveLength(2);
  expect(
    placeOutages([run(9), run(2)], [outage(3, 4, 'other')], '-start'),
  ).toHaveLength(2);
  expect(
    placeOutages([run(9), run(2)], [outage(3, 4)], '-duration'),
  ).toHaveLength(2);
});
