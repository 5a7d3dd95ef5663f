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
  RunField,
  RunKind,
  RunSort,
  RunStatus,
  RunSummary,
  RunTotal,
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
  /** Each must be one of the values. */
  readonly fields?: Readonly<Partial<Record<RunField, readonly string[]>>>;
  /** Start, or creation; ms since 1970 (UTC). The end is not included. */
  readonly startedFrom?: number;
  readonly startedBefore?: number;
  readonly minDurationMs?: number;
  readonly maxDurationMs?: number;
  /** Words that are all in what names the run. */
  readonly search?: string;
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

/** What runs are looked for by; all that is given must hold. */
export interface FindRunsQuery {
  readonly cluster?: string;
  readonly namespace?: string;
  readonly kind?: RunKind;
  readonly by:
    | { readonly uid: string }
    | { readonly name: string }
    /** Last parts of names; without a Record, all runs of the Result. */
    | { readonly result: string; readonly record?: string };
  /** As for {@link RunQuery}. */
  readonly access?: AccessFilter;
}

/** A place between two runs in the order of a list. */
export interface RunPosition {
  /** Which part of the list. */
  readonly segment: number;
  /** What the part is ordered by; of times, ms since 1970 (UTC). */
  readonly values: ReadonlyArray<number | string>;
  readonly seq: number;
}

export interface ListRunsOptions {
  readonly query: RunQuery;
  /** Absent: newest start first. */
  readonly sort?: RunSort;
  readonly limit: number;
  /** Runs on this side of a position, or from this end of the list. */
  readonly from?: {
    readonly position?: RunPosition;
    readonly direction: 'next' | 'previous';
  };
}

export interface RunPage {
  readonly runs: readonly RunSummary[];
  /** Where the neighbouring pages begin, if there are any. */
  readonly next?: RunPosition;
  readonly previous?: RunPosition;
}

/** A run with the object itself and where it is filed. */
export interface StoredRun {
  readonly summary: RunSummary;
  /** In the list by start. */
  readonly position: RunPosition;
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

/** What is stored of the events of a run. */
export interface RunEvents {
  /** Of the run. */
  readonly uid: string;
  /** Kubernetes Events, as captured or as a client posted them. */
  readonly items: readonly JsonObject[];
}

/** Reads runs as the screens need them. */
export interface RunStore {
  /**
   * A page of runs. With a filter it may be short although there are further ones.
   */
  list(options: ListRunsOptions): Promise<RunPage>;
  /**
   * How many runs there are, counted up to a limit. Not exact if there are more,
   * or if a filter would have to read too much to tell.
   */
  count(query: RunQuery, limit: number): Promise<RunTotal>;
  /** Undefined if there is no such run. */
  get(ref: RunQueryRef): Promise<StoredRun | undefined>;
  /** The runs that a run owns, in no particular order. */
  children(ref: RunQueryRef): Promise<StoredRun[]>;
  /** The events of a run and of the runs that it owns, of each that has some. */
  events(ref: RunQueryRef): Promise<RunEvents[]>;
  /** Runs that are looked for, newest start first. */
  find(query: FindRunsQuery, limit: number): Promise<RunSummary[]>;
  /**
   * The same runs, of which PipelineRuns tell their tasks: those that became runs
   * within the access, and those that were skipped.
   */
  withTasks(
    runs: readonly RunSummary[],
    access: AccessFilter | undefined,
  ): Promise<RunSummary[]>;
}
