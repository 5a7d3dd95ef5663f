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

import type { ClusterHealth } from 'backstage-plugin-tekton-results-common';

/** What the resources of a cluster add up to. */
export interface ClusterFigures {
  /** When anything was last received. RFC 3339. */
  readonly lastEventAt?: string;
  /** How many changes wait to be stored, and for how long the oldest (ms). */
  readonly backlog: number;
  readonly lagMs: number;
  /** How many runs or states of runs were refused or could not be read. */
  readonly notStored: number;
}

/** How the capture of a cluster goes, over all of its resources. */
export function clusterFigures({
  resources,
}: Pick<ClusterHealth, 'resources'>): ClusterFigures {
  return resources.reduce<ClusterFigures>(
    (
      sum,
      { lastEventAt, backlog = 0, lagMs = 0, refusedRuns, unreadable },
    ) => ({
      lastEventAt: later(sum.lastEventAt, lastEventAt),
      backlog: sum.backlog + backlog,
      lagMs: Math.max(sum.lagMs, lagMs),
      notStored: sum.notStored + (refusedRuns ?? 0) + (unreadable?.count ?? 0),
    }),
    { backlog: 0, lagMs: 0, notStored: 0 },
  );
}

function later(one?: string, other?: string): string | undefined {
  if (one === undefined || other === undefined) {
    return one ?? other;
  }
  return Date.parse(one) >= Date.parse(other) ? one : other;
}
