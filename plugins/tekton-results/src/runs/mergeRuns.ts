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

import {
  isFinished,
  type RunRef,
  type RunSummary,
} from 'backstage-plugin-tekton-results-common';

/** What tells runs apart. */
export function runKey({ cluster, uid }: RunRef): string {
  return `${cluster}/${uid}`;
}

/**
 * The rows on screen, each as it stands now, in the places that they have: nothing
 * moves under the pointer.
 *
 * @param fresh - the same page as the server lists it now
 * @param others - what became of rows that are not on that page any more
 */
export function mergeRuns(
  shown: readonly RunSummary[],
  fresh: readonly RunSummary[],
  others: readonly RunSummary[] = [],
): RunSummary[] {
  const latest = new Map(
    [...others, ...fresh].map(run => [runKey(run), run] as const),
  );
  return shown.map(run => {
    const now = latest.get(runKey(run));
    // Tasks are told in lists only: a run that left the page keeps its own.
    return now ? { ...now, tasks: now.tasks ?? run.tasks } : run;
  });
}

/** The runs of a page that are not on screen. */
export function newRuns(
  shown: readonly RunSummary[],
  fresh: readonly RunSummary[],
): RunSummary[] {
  const known = new Set(shown.map(runKey));
  return fresh.filter(run => !known.has(runKey(run)));
}

/** The runs on screen that may have changed, though the page has them no more. */
export function leftRuns(
  shown: readonly RunSummary[],
  fresh: readonly RunSummary[],
): RunSummary[] {
  return newRuns(fresh, shown).filter(run => !isFinished(run.status));
}
