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

import { RecordedRun } from '../recording';
import { SeededRandom } from '../variation';

/** How often each pipeline runs, in proportion; stand-alone runs count by their name. */
const WEIGHTS: Record<string, number> = {
  'build-and-push': 10,
  'matrix-test': 4,
  gate: 2,
  slow: 2,
  'missing-task': 1,
  'lint-evt': 2,
  'scan-evt': 2,
};
const OTHER_WEIGHT = 1;
/** A recorded run that succeeded is taken this much more often than one that failed. */
const SUCCESS_FACTOR = 3;

/** Chooses what runs next: first the pipeline, then one of its recorded runs. */
export function chooseRun(
  runs: RecordedRun[],
  random: SeededRandom,
): RecordedRun {
  const groups = new Map<string, RecordedRun[]>();
  for (const run of runs) {
    const key = run.pipeline ?? run.name;
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  const weighted = [...groups].map(([key, members]) => ({
    members,
    weight: WEIGHTS[key] ?? OTHER_WEIGHT,
  }));
  const { members } = random.pickWeighted(weighted);
  return random.pickWeighted(
    members.map(run => ({ run, weight: run.succeeded ? SUCCESS_FACTOR : 1 })),
  ).run;
}
