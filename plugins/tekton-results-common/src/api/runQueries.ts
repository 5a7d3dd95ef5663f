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

import type { RemovedRun } from './retentionTypes';
import type { RunKind, RunStatus } from '../run';
import type { RunRef, RunSummary } from './types';

/**
 * What of a run, besides its place, kind and status, lists can be narrowed by.
 *
 * @public
 */
export const RUN_FIELDS = [
  'pipeline',
  'task',
  'branch',
  'author',
  'trigger',
  'repository',
  'pullRequest',
  'revision',
  'reason',
] as const;

/**
 * One of {@link RUN_FIELDS}.
 *
 * @public
 */
export type RunField = (typeof RUN_FIELDS)[number];

/**
 * Orders of a list; a minus means descending. Runs of the same status are listed
 * newest first, those that need attention most come first in `status`. Runs
 * without a duration come last in either direction.
 *
 * @public
 */
export const RUN_SORTS = [
  'start',
  '-start',
  'duration',
  '-duration',
  'status',
  '-status',
  'name',
  '-name',
] as const;

/**
 * One of {@link RUN_SORTS}.
 *
 * @public
 */
export type RunSort = (typeof RUN_SORTS)[number];

/**
 * Which runs a request is about. All conditions must hold; of several values of
 * one, any.
 *
 * @public
 */
export interface RunSelection
  extends Partial<Readonly<Record<RunField, readonly string[]>>> {
  readonly cluster?: string | readonly string[];
  readonly namespace?: string | readonly string[];
  /** Only runs of these kinds; all kinds if absent. */
  readonly kinds?: readonly RunKind[];
  /** Only runs with one of these statuses. */
  readonly statuses?: readonly RunStatus[];
  /** Also runs that another run owns, such as the TaskRuns of a PipelineRun. */
  readonly includeOwned?: boolean;
  /** Each `key=value`; of the same key, any of the values. */
  readonly labels?: readonly string[];
  /** Only runs that started, or were created, in this time. RFC 3339. */
  readonly from?: string;
  /** Not included. */
  readonly to?: string;
  readonly minDurationMs?: number;
  readonly maxDurationMs?: number;
  /**
   * Words, each of which is in the name, display name, pipeline, title or author
   * of the run, begins its revision, or is the number of its pull request.
   */
  readonly search?: string;
  /**
   * Only runs that a filter in CEL matches. If it must read too many objects, a
   * page ends early: it has fewer runs, even none, and a `nextCursor`.
   */
  readonly filter?: string;
}

/**
 * How many runs there are: exactly so many, at least so many, or about so many.
 *
 * @public
 */
export interface RunTotal {
  readonly count: number;
  readonly exact: boolean;
  /** If not exact: about so many; absent: at least so many. */
  readonly estimated?: boolean;
}

/**
 * A task of a run, as a list shows it.
 *
 * @public
 */
export interface TaskState {
  readonly name: string;
  readonly status: RunStatus | 'skipped';
}

/**
 * What the values of runs can be counted by. Of labels, `label` counts the keys
 * and `label:<key>` the values of one.
 *
 * @public
 */
export type RunFacetName =
  | 'status'
  | 'kind'
  | 'cluster'
  | 'namespace'
  | RunField
  | 'label'
  | `label:${string}`;

/**
 * A request for the values that runs have.
 *
 * @public
 */
export interface ListFacetsRequest extends RunSelection {
  readonly facets: readonly RunFacetName[];
  /** Only values that contain this text, in upper or lower case. */
  readonly contains?: string;
  /** How many values of each; 1 to 200, 50 if absent. */
  readonly limit?: number;
}

/**
 * The values that runs have, most frequent first.
 *
 * @public
 */
export interface RunFacet {
  readonly name: RunFacetName;
  readonly values: ReadonlyArray<{
    readonly value: string;
    readonly count: number;
  }>;
  /** There are further values. */
  readonly more: boolean;
  /** Whether all runs were counted; else only the newest of them. */
  readonly exact: boolean;
}

/**
 * The values that the selected runs have. What the selection says of a facet does
 * not narrow that facet itself: it shows what else could be chosen.
 *
 * @public
 */
export interface ListFacetsResponse {
  readonly facets: readonly RunFacet[];
}

/**
 * Durations of runs that succeeded: exact nearest-rank percentiles, in ms. Absent
 * if there are none.
 *
 * @public
 */
export interface DurationStatistics {
  /** How many durations there are. */
  readonly count: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
}

/**
 * What a set of runs adds up to.
 *
 * @public
 */
export interface RunStatistics {
  readonly total: number;
  readonly statuses: Partial<Readonly<Record<RunStatus, number>>>;
  /**
   * Runs that succeeded, of those that succeeded, failed, could not start or
   * timed out; absent if there are none of these.
   */
  readonly successRate?: number;
  readonly durations?: DurationStatistics;
  /** Whether all runs were counted; else only the newest of them. */
  readonly exact: boolean;
}

/**
 * Statistics of the selected runs, and of the pipelines among them.
 *
 * @public
 */
export interface RunStatisticsResponse extends RunStatistics {
  /** Most runs first, at most 50. */
  readonly pipelines: ReadonlyArray<{
    readonly pipeline: string;
    readonly durations?: DurationStatistics;
  }>;
}

/**
 * What the card of an entity shows.
 *
 * @public
 */
export interface EntityRunCard {
  /** At most 20, newest first. */
  readonly runs: readonly RunSummary[];
  /** Of the last days, and of as many days before them. */
  readonly days: number;
  readonly current: RunStatistics;
  readonly previous: RunStatistics;
  /** The oldest of the failed runs since the last that succeeded, if the last one failed. */
  readonly failingSince?: {
    readonly run: RunSummary;
    /** False if the runs that were looked at have all failed. */
    readonly exact: boolean;
  };
  /** As for a list; null if nothing about the entity says which runs are its own. */
  readonly scope: { readonly filter: string; readonly rule: string } | null;
  /** As for a list. */
  readonly limited?: boolean;
}

/**
 * What a run is looked for by; either `uid`, `name`, `record` or `result` is given.
 *
 * @public
 */
export interface FindRunsRequest {
  readonly cluster?: string;
  readonly namespace?: string;
  readonly kind?: RunKind;
  readonly name?: string;
  readonly uid?: string;
  /** `<namespace>/results/<result>/records/<record>` */
  readonly record?: string;
  /** `<namespace>/results/<result>` */
  readonly result?: string;
}

/**
 * The runs that were found. If there are none, `absence` tells what can be said of
 * it, which is the same for runs that may not be seen and for none.
 *
 * @public
 */
export interface FindRunsResponse {
  /** Newest start first, at most 50. */
  readonly items: readonly RunSummary[];
  readonly more: boolean;
  readonly absence?: RunAbsence;
}

/**
 * Why a run may not be found.
 *
 * @public
 */
export interface RunAbsence {
  /** When the oldest run that the caller may see there started. RFC 3339, UTC. */
  readonly oldestStart?: string;
  /** Clusters that are not captured at present, so that newer runs may be missing. */
  readonly failingClusters: ReadonlyArray<{
    readonly cluster: string;
    readonly title: string;
    /** RFC 3339, UTC. */
    readonly since?: string;
  }>;
  /** Those that were removed as they were old, the last first; at most 10. */
  readonly removed?: readonly RemovedRun[];
}

/**
 * Runs that have to do with a run, as far as the caller may see them.
 *
 * @public
 */
export interface RelatedRuns {
  /** Of the same pipeline (or task), cluster and namespace. */
  readonly previous?: RunSummary;
  readonly next?: RunSummary;
  /** The same on the same branch. */
  readonly previousOnBranch?: RunSummary;
  readonly nextOnBranch?: RunSummary;
  /** The last that succeeded before the run. */
  readonly lastSuccess?: RunSummary;
  /** The same on the same branch. */
  readonly lastSuccessOnBranch?: RunSummary;
  /** Of the same commit; newest first, at most 50. */
  readonly sameRevision: readonly RunSummary[];
  readonly parent?: RunSummary;
  /** Oldest first, at most 500. */
  readonly children: readonly RunSummary[];
  /** Of the same Result, without the run and its children; at most 50. */
  readonly sameResult: readonly RunSummary[];
}

/**
 * A request for what changed. The status, reason, end and duration of a run change:
 * these, `to` and `filter` do not narrow it, so that runs that are selected no more
 * are told, too.
 *
 * @public
 */
export interface ListChangesRequest extends RunSelection {
  /** `cursor` of the answer before; absent: nothing, but a cursor. */
  readonly after?: string;
}

/**
 * A run that changed. The same change may be told again: `changedAt` says whether
 * it is another.
 *
 * @public
 */
export interface RunChange extends RunRef {
  readonly ownerUid?: string;
  /** RFC 3339, UTC. */
  readonly changedAt: string;
}

/**
 * Which runs changed, of those that are or were selected.
 *
 * @public
 */
export interface ListChangesResponse {
  /** At most 200. */
  readonly items: readonly RunChange[];
  /** More has changed than is told: ask anew for what is shown. */
  readonly more: boolean;
  readonly cursor: string;
  /** When to ask again (ms). */
  readonly pollAfterMs: number;
}
