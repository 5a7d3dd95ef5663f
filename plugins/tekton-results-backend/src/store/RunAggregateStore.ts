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
  DurationStatistics,
  RunChange,
  RunFacet,
  RunFacetName,
  RunStatus,
} from 'backstage-plugin-tekton-results-common';
import type { RunQuery } from './RunStore';

export interface CountFacetsOptions {
  readonly query: RunQuery;
  readonly facets: readonly RunFacetName[];
  /** Only values that contain this text, in upper or lower case. */
  readonly contains?: string;
  /** How many values of each. */
  readonly limit: number;
}

/** What runs add up to, as counted. */
export interface RunCounts {
  readonly statuses: ReadonlyMap<RunStatus, number>;
  /** Of runs that succeeded. */
  readonly durations?: DurationStatistics;
  /** Most runs first. */
  readonly pipelines: ReadonlyArray<{
    readonly pipeline: string;
    readonly durations?: DurationStatistics;
  }>;
  /** Whether all runs were counted; else only the newest of them. */
  readonly exact: boolean;
}

export interface ListChangesOptions {
  readonly query: RunQuery;
  /** Ms since 1970 (UTC). */
  readonly since: number;
  readonly limit: number;
}

/**
 * Reads what many runs add up to, for screens. The work is bounded: where there is
 * more than can be counted in a moment, the newest runs are.
 */
export interface RunAggregateStore {
  /** In the order in which they were asked for. */
  facets(options: CountFacetsOptions): Promise<RunFacet[]>;
  statistics(query: RunQuery): Promise<RunCounts>;
  /** Runs that changed since a time, or shortly before, in no particular order. */
  changes(
    options: ListChangesOptions,
  ): Promise<{ items: RunChange[]; more: boolean }>;
}
