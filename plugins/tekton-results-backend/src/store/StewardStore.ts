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
  CaptureGapKind,
  RunKind,
  RunStatus,
} from 'backstage-plugin-tekton-results-common';
import type { Lease } from './Lease';

/** A stored run as the steward looks at it. Times are ms since 1970 (UTC). */
export interface StewardedRun {
  readonly uid: string;
  readonly kind: RunKind;
  readonly namespace: string;
  readonly name: string;
  readonly pipeline?: string;
  readonly task?: string;
  readonly status: RunStatus;
  readonly completedAt?: number;
  /** The version that is stored. */
  readonly resourceVersion: number;
  /** When the stored state was stored. */
  readonly storedAt: number;
  /** When its final state was stored; absent if it is not final. */
  readonly finalStoredAt?: number;
  /** Full names. */
  readonly result: string;
  readonly record: string;
  /** Full name of the Record of its events, if there is one. */
  readonly eventListRecord?: string;
  /** Full name of the Log of the Record that tells of its log, if there is one. */
  readonly log?: string;
  readonly payload: JsonObject;
}

/** A run that retention has removed, and that is in the cluster as far as is known. */
export interface ExpiredRun {
  readonly uid: string;
  readonly kind: RunKind;
  readonly namespace: string;
  readonly name: string;
  /** The version that was last seen. */
  readonly resourceVersion: number;
  /** Those that it had then. */
  readonly finalizers: readonly string[];
}

/** A run that a PipelineRun owns. */
export interface StewardedChild {
  readonly uid: string;
  readonly kind: RunKind;
  readonly name: string;
  /** In its final state, or gone. */
  readonly settled: boolean;
}

/** Something of a run that is not stored and never will be, and why. */
export interface NewCaptureGap {
  readonly what: CaptureGapKind;
  readonly reason: string;
}

/**
 * What taking care of runs in their cluster needs of the store. Failures are
 * StoreErrors.
 */
export interface StewardStore {
  /** The stored runs among these that are in the cluster as far as is known. */
  liveRuns(
    cluster: string,
    uids: readonly string[],
  ): Promise<readonly StewardedRun[]>;

  /**
   * All runs that are in the cluster as far as is known, page by page.
   *
   * @param options - `after`: `next` of the page before; absent for the first
   * @returns `next` is absent on the last page
   */
  liveUids(options: {
    cluster: string;
    after?: number;
    limit: number;
  }): Promise<{ uids: readonly string[]; next?: number }>;

  /**
   * The runs among these that retention has removed, and that are in the cluster as
   * far as is known.
   */
  expiredRuns(
    cluster: string,
    uids: readonly string[],
  ): Promise<readonly ExpiredRun[]>;

  /**
   * Some of all such runs that have a finalizer whose name begins so, those that were
   * removed first.
   */
  expiredUids(options: {
    cluster: string;
    finalizer: string;
    limit: number;
  }): Promise<readonly string[]>;

  /** Which of these runs are stored at all, or were until retention removed them. */
  storedUids(
    cluster: string,
    uids: readonly string[],
  ): Promise<ReadonlySet<string>>;

  /** The stored runs that a PipelineRun owns. */
  children(cluster: string, uid: string): Promise<readonly StewardedChild[]>;

  /**
   * Notes what of a run will never be stored. Of each kind the first stays.
   *
   * @returns the kinds that were not noted before
   */
  noteGaps(options: {
    cluster: string;
    uid: string;
    gaps: readonly NewCaptureGap[];
    /** Under which it is noted. */
    lease?: Lease;
  }): Promise<readonly CaptureGapKind[]>;
}
