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

import type { CapturedRun } from '../CapturedRun';

/**
 * The newest state of each run. Of equal versions the later wins, except that a
 * deletion stays one.
 */
export function newestStates(runs: readonly CapturedRun[]): CapturedRun[] {
  const newest = new Map<string, CapturedRun>();
  for (const run of runs) {
    const known = newest.get(run.facts.uid);
    if (!known || replaces(run, known)) {
      newest.set(run.facts.uid, run);
    }
  }
  return [...newest.values()];
}

function replaces(run: CapturedRun, known: CapturedRun): boolean {
  return known.sighting === 'deleted'
    ? run.resourceVersion > known.resourceVersion
    : run.resourceVersion >= known.resourceVersion;
}
