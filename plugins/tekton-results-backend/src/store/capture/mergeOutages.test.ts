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

import { mergeOutages } from './mergeOutages';

const outage = (cluster: string, from: number, until: number) => ({
  cluster,
  from,
  until,
});

it('makes one of those of a cluster that overlap, newest first', () => {
  expect(
    mergeOutages([
      outage('a', 50, 60),
      outage('b', 12, 70),
      outage('a', 10, 20),
      outage('a', 15, 18),
      outage('a', 20, 25),
    ]),
  ).toEqual([outage('b', 12, 70), outage('a', 50, 60), outage('a', 10, 25)]);
  expect(mergeOutages([])).toEqual([]);
});
