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
  RunKind,
  RunStatus,
} from 'backstage-plugin-tekton-results-common';
import type { AccessFilter } from './AccessFilter';
import type { Lease } from './Lease';

/**
 * What retention decides on is a *tree*: a run that no stored run owns, with all
 * that it owns (at any depth), their copies, Logs and lists of events. The run at
 * its top decides for all of it.
 *
 * Whatever is asked for, some trees never expire, and no query finds them: those
 * that are pinned, and those in which a run is not over, as far as is known. A run
 * is over when it has a completion time, or is gone from its cluster; in a cluster that
 * nobody watches also when it was not written for a month: what a client posted once,
 * and never again.
 */
export interface ExpiryQuery {
  /**
   * Which runs, by their stored objects. Of several policies the first that matches
   * counts, so this is what the policy selects without what earlier ones do.
   */
  readonly within: AccessFilter;
  /**
   * Runs that ended before this; those that never ended, that were created before
   * it. Milliseconds since 1970 (UTC). Absent: whenever that was.
   */
  readonly endedBefore?: number;
  /** Leaves the newest ones of each pipeline out. */
  readonly keepLast?: KeepLast;
  /** What is looked for; absent: `runs`. */
  readonly having?: ExpiryPart;
}

/**
 * What of a run is to go: all of it, the texts of its logs, or its events. Runs of
 * which there is no such thing (any more) are not found.
 */
export type ExpiryPart = 'runs' | 'logs' | 'events';

/**
 * How many runs stay, newest start first, of those within the same
 * {@link ExpiryQuery.within}, whatever their age. Pinned ones count, those that are
 * not over do not.
 */
export interface KeepLast {
  /** From 1. */
  readonly count: number;
  /**
   * Of what each: of the pipeline (of a TaskRun: of its task), in one namespace of
   * one cluster; or of the pipeline, repository and branch. A pipeline that runs
   * bring along is one of their repository alone. Those without one count together.
   */
  readonly per: 'pipeline' | 'branch';
}

/** A place in the order of expiry: oldest end first. */
export interface ExpiryPosition {
  /** Milliseconds since 1970 (UTC). */
  readonly endTime: number;
  readonly seq: number;
}

/** A run that may go with its tree. Times: ms since 1970 (UTC). */
export interface ExpiringRun {
  readonly cluster: string;
  readonly uid: string;
  readonly kind: RunKind;
  readonly namespace: string;
  readonly name: string;
  readonly status: RunStatus;
  /** By which its age counts: completion, else creation. */
  readonly endTime: number;
  /** Stored bytes of the tree: of its objects, and of its logs with their drivers. */
  readonly bytes: number;
  /** Of its Record; one that has changed since is not removed. */
  readonly etag: string;
}

export interface ExpiringRuns {
  readonly runs: readonly ExpiringRun[];
  /**
   * Where to go on; absent: there are no more. May come with few runs, or none: a
   * call looks at a bounded number of rows.
   */
  readonly next?: ExpiryPosition;
}

/** How stored runs are looked at. */
export interface LookOptions {
  readonly isGone?: (run: Pick<ExpiringRun, 'cluster' | 'uid'>) => boolean;
}

/** How much there is of something. */
export interface Amount {
  readonly runs: number;
  readonly bytes: number;
  /** Whether this is all; else at least this, as time was over. */
  readonly exact: boolean;
}

/** How much a namespace holds. */
export interface NamespaceUsage {
  readonly cluster: string;
  readonly namespace: string;
  /** As {@link ExpiringRun.bytes}, of all there is, pinned and running ones too. */
  readonly bytes: number;
}

/** What a namespace holds, and of what. */
export interface StoredUsage extends NamespaceUsage {
  /** Those that no other run owns. */
  readonly runs: number;
  readonly records: number;
  /** Of steps, of which there is a text. */
  readonly logs: number;
  /** Each holds the events of one run. */
  readonly eventLists: number;
  /** Parts of {@link NamespaceUsage.bytes}, which they add up to. */
  readonly recordBytes: number;
  readonly logBytes: number;
  readonly eventBytes: number;
  /**
   * Bytes of what was stored in the last 7 and 30 days, and is still there. Logs
   * count as of the time when their runs were first stored.
   */
  readonly addedBytes: { readonly week: number; readonly month: number };
}

/** How runs are removed. */
export interface RemovalOptions {
  /** Why; tombstones, logs and gaps name it. */
  readonly policy: string;
  /** Nothing is written when it was lost. */
  readonly lease?: Lease;
}

/** What a call has removed. */
export interface Removed {
  readonly runs: number;
  readonly bytes: number;
  /**
   * Runs that stay: they were pinned, changed, or began to run since they were
   * found. They may be found again.
   */
  readonly left: number;
}

/** The lease under which jobs run: one at a time. */
export const RETENTION_LEASE = 'retention';

/** What made a job run. */
export type RetentionTrigger = 'schedule' | 'request';

/**
 * How a job stands: `running`; `finished`: it has removed all that was to go;
 * `stopped`: time was over or it was told to stop, and there is more to go; `failed`;
 * `interrupted`: its process ended in the middle.
 */
export type RetentionJobState =
  | 'running'
  | 'finished'
  | 'stopped'
  | 'failed'
  | 'interrupted';

/** What a job has removed under one policy. */
export interface RetentionCount {
  readonly policy: string;
  readonly part: ExpiryPart;
  readonly runs: number;
  readonly bytes: number;
}

/** A job that ran, or runs. Times: ms since 1970 (UTC). */
export interface RetentionJob {
  readonly id: number;
  readonly trigger: RetentionTrigger;
  /** Who asked for it; absent: the schedule. */
  readonly actor?: string;
  readonly state: RetentionJobState;
  readonly startTime: number;
  /** Absent while it runs, and of one that nobody has gone on with yet. */
  readonly endTime?: number;
  readonly counts: readonly RetentionCount[];
  /** Why it failed or stopped, for people. */
  readonly problem?: string;
}

/**
 * What removing old runs needs of the store. Finding tells what may go; what is
 * removed is looked at again, under locks, in the transaction that removes it.
 * Failures are StoreErrors; writes under a lease that was lost fail with a
 * LeaseLostError and leave everything as it was.
 */
export interface RetentionStore {
  /**
   * Finds runs that may go, oldest end first.
   *
   * @param options - `after`: `next` of the page before; absent for the first.
   * `limit`: runs at most, up to 500. `isGone`: of runs that are looked at as if they
   * had been removed; absent: of none
   */
  expiring(
    query: ExpiryQuery,
    options: { limit: number; after?: ExpiryPosition } & LookOptions,
  ): Promise<ExpiringRuns>;

  /**
   * How many runs at the tops of trees are within an access, however old, pinned or
   * running; and the bytes of their trees.
   */
  matching(within: AccessFilter, options: { maxMs: number }): Promise<Amount>;

  /**
   * What each namespace holds, in no particular order. Takes long: nothing is read
   * whole, but something of everything.
   */
  usage(): Promise<readonly StoredUsage[]>;

  /**
   * Removes runs with their trees, and Results that are empty then; leaves a
   * tombstone for each run. One transaction: after it a tree is gone as a whole, or
   * there as a whole. The bytes of its logs are discarded in it, and deleted later
   * by the sweeper of logs, which a kill does not keep from doing so.
   *
   * @param runs - as found, at most 500
   */
  remove(
    runs: readonly ExpiringRun[],
    options: RemovalOptions,
  ): Promise<Removed>;

  /**
   * Removes the texts of the logs of trees, which are expired then and say why. One
   * transaction, as with {@link remove}.
   */
  removeLogs(
    runs: readonly ExpiringRun[],
    options: RemovalOptions,
  ): Promise<Removed>;

  /** Removes the lists of events of trees; gaps of the runs say why. As the above. */
  removeEvents(
    runs: readonly ExpiringRun[],
    options: RemovalOptions,
  ): Promise<Removed>;

  /**
   * Removes tombstones of before a time, of runs that are not in their clusters any
   * more. Those that still are would come back without.
   *
   * @param options - `before`: removed before this; ms since 1970 (UTC)
   * @returns how many; fewer than `limit`: there are no more
   */
  removeTombstones(options: {
    before: number;
    limit: number;
    lease?: Lease;
  }): Promise<number>;

  /**
   * Notes that a job starts. Others that seem to run were interrupted: only one runs
   * at a time, under the lease.
   */
  startJob(options: {
    trigger: RetentionTrigger;
    actor?: string;
    lease?: Lease;
  }): Promise<RetentionJob>;

  /** Notes what a job has done so far, or in all. Jobs that ended stay as they are. */
  updateJob(
    id: number,
    changes: {
      state: Exclude<RetentionJobState, 'interrupted'>;
      counts: readonly RetentionCount[];
      problem?: string;
    },
    options?: { lease?: Lease },
  ): Promise<void>;

  /**
   * The newest jobs, newest first. Only the last 100 are kept. One that did not come
   * to its end is `interrupted`, without an end, as soon as nobody holds
   * {@link RETENTION_LEASE}.
   */
  jobs(limit: number): Promise<readonly RetentionJob[]>;

  /**
   * Whether it is still being found out of which pipelines runs are that an earlier
   * version stored. Until then policies may not match runs that they are about.
   */
  isNaming(): Promise<boolean>;
}
