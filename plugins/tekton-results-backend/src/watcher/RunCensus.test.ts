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
import { RunCensus } from './RunCensus';

it('counts a run once, when it is seen and when it is stored', () => {
  const census = new RunCensus();
  census.saw('a');
  census.saw('b');
  census.saw('a');
  expect(census.counts).toEqual({ seen: 2, stored: 0 });
  census.stored('a');
  census.stored('a');
  expect(census.counts).toEqual({ seen: 2, stored: 1 });
});

it('counts no run as stored that is refused', () => {
  const census = new RunCensus();
  census.saw('a');
  census.refused('a');
  census.refused('a');
  expect(census.counts).toEqual({ seen: 1, stored: 0 });
});

it('knows nothing of runs that were there before', () => {
  const census = new RunCensus();
  census.stored('old');
  census.refused('older');
  expect(census.counts).toEqual({ seen: 0, stored: 0 });
});
