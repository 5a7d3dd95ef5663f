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
  RunKind,
  RunStatus,
} from 'backstage-plugin-tekton-results-common';
import type { Lease } from './Lease';

/** A stored run as its logs are captured. Times are ms since 1970 (UTC). */
export interface LoggedRun {
  readonly cluster: string;
  readonly uid: string;
  readonly kind: RunKind;
  readonly namespace: string;
  readonly name: string;
  readonly status: RunStatus;
  /** Uid of the run that it belongs to. */
  readonly ownerUid?: string;
  /** Whether it is gone from its cluster. */
  readonly gone: boolean;
  /** When its final state was stored; absent if it is not final. */
  readonly finalStoredAt?: number;
  /** Whether its logs are done with, see {@link LogCaptureStore.describe}. */
  readonly described: boolean;
  readonly payload: JsonObject;
}

/** What a Log Record says of the log of a run. */
export interface LogDescription {
  /** As Tekton Results names the place where it is, such as `File`. */
  readonly type: string;
  /** What the keys of its parts begin with. */
  readonly path: string;
  /**
   * Bytes of its text, without the lines that name each log where several are
   * served as one.
   */
  readonly size: number;
  readonly isStored: boolean;
  /** Why it is not whole. */
  readonly problem?: string;
}

/**
 * What capturing logs needs of the store beside the logs. Runs that are imported,
 * and were never seen in their cluster, are not among those that it tells of, and
 * are done with where others ask. Failures are StoreErrors; writes under a lease that is lost fail with a LeaseLostError.
 */
export interface LogCaptureStore {
  /** The stored runs among these, also those that are gone from the cluster. */
  runs(cluster: string, uids: readonly string[]): Promise<readonly LoggedRun[]>;

  /** The TaskRuns that a PipelineRun owns, and whether their logs are done with. */
  children(
    cluster: string,
    uid: string,
  ): Promise<ReadonlyArray<{ uid: string; described: boolean }>>;

  /**
   * PipelineRuns and TaskRuns whose logs are not done with, page by page: those in
   * the cluster, the youngest that are gone, and all that have streaming logs.
   *
   * @param options - `after`: `next` of the page before; absent for the first
   * @returns `next` is absent on the last page
   */
  undescribed(options: {
    cluster: string;
    after?: string;
    limit: number;
  }): Promise<{ uids: readonly string[]; next?: string }>;

  /** Notes that a streaming log has a hole, which stands in what it has as its cause. */
  noteHole(
    logId: number,
    options: { reason: string; lease?: Lease },
  ): Promise<void>;

  /**
   * The logs of a run are done with: notes it, and writes its Log Record under the
   * name that upstream gives it. Once for each run; a Record that somebody else
   * wrote, and says that the log is stored, stays as it is.
   *
   * @param options - `description`: absent if there is nothing to tell
   */
  describe(options: {
    cluster: string;
    uid: string;
    description?: LogDescription;
    lease?: Lease;
  }): Promise<void>;
}
