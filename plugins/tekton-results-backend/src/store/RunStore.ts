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

import type { JsonObject } from '@backstage/types';
import type {
  CaptureGap,
  LabelRequirement,
  RunKind,
  RunStatus,
  RunSummary,
} from 'backstage-plugin-tekton-results-common';
import type { Filter } from '../filter';
import type { AccessFilter } from './AccessFilter';

/** Which runs to list. Conditions that are absent do not narrow. */
export interface RunQuery {
  readonly clusters?: readonly string[];
  readonly namespaces?: readonly string[];
  readonly kinds?: readonly RunKind[];
  readonly statuses?: readonly RunStatus[];
  /** Also runs that another object owns. */
  readonly includeOwned?: boolean;
  /** All must hold. */
  readonly labels?: readonly LabelRequirement[];
  /** On Records; absent: all. */
  readonly filter?: Filter;
  /** Runs that are not within it do not exist for this query. */
  readonly access?: AccessFilter;
}

/** Which run is asked for. */
export interface RunQueryRef {
  readonly cluster: string;
  readonly uid: string;
  /** As for {@link RunQuery}. */
  readonly access?: AccessFilter;
}

/** A place between two runs in the order of a list. */
export interface RunPosition {
  /** Milliseconds since 1970 (UTC). */
  readonly time: number;
  readonly seq: number;
}

export interface ListRunsOptions {
  readonly query: RunQuery;
  readonly limit: number;
  /** Runs on this side of a position; the newest runs if absent. */
  readonly from?: {
    readonly position: RunPosition;
    readonly direction: 'older' | 'newer';
  };
}

export interface RunPage {
  /** Newest first. */
  readonly runs: readonly RunSummary[];
  /** Where the neighbouring pages begin, if there are any. */
  readonly older?: RunPosition;
  readonly newer?: RunPosition;
}

/** A run with the object itself and where it is filed. */
export interface StoredRun {
  readonly summary: RunSummary;
  readonly payload: JsonObject;
  /** `apiVersion` + `.` + `kind`. */
  readonly dataType: string;
  /** Of its Result. */
  readonly parent: string;
  /** Full name of its Result. */
  readonly result: string;
  /** Full name of its Record. */
  readonly record: string;
  /** Milliseconds since 1970 (UTC). */
  readonly createTime: number;
  readonly updateTime: number;
  /** When its final state was stored, if it is final. */
  readonly finalStoredTime?: number;
  /** Until when a run that is gone was certainly in the cluster. */
  readonly lastSeenTime?: number;
  /** What of it is not stored and never will be; known of single runs only. */
  readonly gaps: readonly CaptureGap[];
}

/** Reads runs as the screens need them. */
export interface RunStore {
  /**
   * A page of runs by start, newest first. With a filter it may be short although
   * there are further ones.
   */
  list(options: ListRunsOptions): Promise<RunPage>;
  /**
   * How many runs there are, counted up to a limit. Not exact if there are more,
   * or if a filter would have to read too many objects to tell.
   */
  count(
    query: RunQuery,
    limit: number,
  ): Promise<{ count: number; exact: boolean }>;
  /** Undefined if there is no such run. */
  get(ref: RunQueryRef): Promise<StoredRun | undefined>;
  /** The runs that a run owns, in no particular order. */
  children(ref: RunQueryRef): Promise<StoredRun[]>;
}
