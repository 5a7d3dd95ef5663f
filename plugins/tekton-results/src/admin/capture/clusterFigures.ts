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

import type {
  ClusterHealth,
  NewRuns,
} from 'backstage-plugin-tekton-results-common';

/** What the resources of a cluster add up to. */
export interface ClusterFigures {
  /** When anything was last received. RFC 3339. */
  readonly lastEventAt?: string;
  /** How many changes wait to be stored, and for how long the oldest (ms). */
  readonly backlog: number;
  readonly lagMs: number;
  /**
   * Below which 95 of 100 changes of runs waited of late (ms), where that was longest.
   * Events do not count: they wait for each other, to be stored together.
   */
  readonly lagP95Ms?: number;
  /** What became of the runs that are new since a replica watches it (RFC 3339). */
  readonly runs?: NewRuns;
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
      { lastEventAt, backlog = 0, lagMs = 0, lagP95Ms, runs, ...resource },
    ) => ({
      lastEventAt: later(sum.lastEventAt, lastEventAt),
      backlog: sum.backlog + backlog,
      lagMs: Math.max(sum.lagMs, lagMs),
      lagP95Ms: runs ? largest(sum.lagP95Ms, lagP95Ms) : sum.lagP95Ms,
      runs: together(sum.runs, runs),
      notStored:
        sum.notStored +
        (resource.refusedRuns ?? 0) +
        (resource.unreadable?.count ?? 0),
    }),
    { backlog: 0, lagMs: 0, notStored: 0 },
  );
}

function largest(one?: number, other?: number): number | undefined {
  return one === undefined || other === undefined
    ? one ?? other
    : Math.max(one, other);
}

function together(one?: NewRuns, other?: NewRuns): NewRuns | undefined {
  if (one === undefined || other === undefined) {
    return one ?? other;
  }
  return {
    since:
      Date.parse(one.since) <= Date.parse(other.since)
        ? one.since
        : other.since,
    seen: one.seen + other.seen,
    stored: one.stored + other.stored,
  };
}

function later(one?: string, other?: string): string | undefined {
  if (one === undefined || other === undefined) {
    return one ?? other;
  }
  return Date.parse(one) >= Date.parse(other) ? one : other;
}
