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

import type { RunKind } from 'backstage-plugin-tekton-results-common';
import type { CapturedRun } from './CapturedRun';
import type { Lease } from './Lease';

/** One resource of one cluster, such as the TaskRuns of `prod`. */
export interface CaptureScope {
  readonly cluster: string;
  /** Plural name, such as `taskruns`; with the namespace if only one is read. */
  readonly resource: string;
  readonly kind: RunKind;
  /** Absent: all namespaces. */
  readonly namespace?: string;
}

/** A run that is gone, and whose final state is not stored. */
export interface LostRun {
  readonly kind: RunKind;
  readonly namespace: string;
  /** The state that was kept of a run that had no Record; now it has. */
  readonly recorded?: CapturedRun;
}

/** Runs that get their Records when they are over. */
export interface UnfinishedStates {
  /** Their last states are kept aside, in case they vanish before that. */
  readonly keep: readonly CapturedRun[];
  /** Uids of runs that are over, or not archived: nothing is kept aside of them. */
  readonly forget: readonly string[];
}

/**
 * What capturing runs needs of the store. Every call is one transaction: after
 * it either all of it is stored, or nothing. Failures are {@link StoreError}s; a
 * write under a lease that was lost is refused with a {@link LeaseLostError}. A
 * write that takes half a minute is given up, and not committed later.
 */
export interface CaptureStore {
  /**
   * Up to which version everything is stored; undefined if the resource was
   * never captured.
   */
  resumePoint(scope: CaptureScope): Promise<string | undefined>;

  /**
   * Stores the newest state of each run. Older states than the stored one are
   * ignored, so order and repeats do not matter.
   *
   * @param options - `resumePoint` is stored along with the runs. With
   * `regressed` the states replace what is stored whatever their versions: the
   * cluster counts anew. `unfinished` runs have no Records yet. `missedUntil` (ms
   * since 1970) says that nobody knows what happened from the stored resume point
   * on until then.
   */
  record(
    scope: CaptureScope,
    runs: readonly CapturedRun[],
    options?: {
      resumePoint?: string;
      missedUntil?: number;
      regressed?: boolean;
      unfinished?: UnfinishedStates;
      lease?: Lease;
    },
  ): Promise<void>;

  /**
   * Whoever has runs to {@link CaptureStore.record} while others of the same scope are
   * being recorded asks for this place first.
   *
   * @returns gives the place back; undefined: there is none, and one record has to
   * follow the other
   */
  placeBeside(): (() => void) | undefined;

  /**
   * Versions by uid of the runs that are in the cluster as far as is known; of
   * one that has no Record yet -1, as every state of it is news.
   */
  liveRuns(scope: CaptureScope): Promise<ReadonlyMap<string, number>>;

  /**
   * Marks runs that a complete list did not hold as gone. A run whose stored
   * version is newer than the list is left alone: the list could not know it.
   * One that has no Record gets it, in the last state that was kept.
   *
   * @param options - `resumePoint` is stored along with the marks, `missedUntil` as
   * by {@link CaptureStore.record}
   * @returns those of the runs whose end was never seen
   */
  markGone(
    scope: CaptureScope,
    uids: readonly string[],
    options: {
      resumePoint?: string;
      missedUntil?: number;
      listVersion: number;
      lease?: Lease;
    },
  ): Promise<readonly LostRun[]>;
}
