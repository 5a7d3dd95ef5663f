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

import type { RunKind, RunStatus } from '../run';
import type { RunRef } from './types';

/**
 * What is left of a run that a retention policy has removed. Times are RFC 3339 in
 * UTC.
 *
 * @public
 */
export interface RemovedRun extends RunRef {
  readonly kind: RunKind;
  readonly namespace: string;
  readonly name: string;
  readonly status: RunStatus;
  readonly createdAt?: string;
  readonly startedAt?: string;
  readonly completedAt?: string;
  readonly removedAt: string;
  /** Name of the policy that has removed it. */
  readonly policy: string;
}

/**
 * That a run is kept whatever retention policies say, and with it the runs that go
 * with it.
 *
 * @public
 */
export interface RunPin {
  /** Who has pinned it: a ref of an entity, or the name of a service. */
  readonly actor: string;
  readonly reason: string;
  /** RFC 3339, UTC. */
  readonly since: string;
}

/**
 * How long policies keep a run, unless somebody pins it.
 *
 * @public
 */
export interface RunKeeping {
  /** Name of the policy that decides. */
  readonly policy: string;
  /** Whether neither an age nor a limit of space removes it. */
  readonly forever: boolean;
  /**
   * From when on its age lets it go: the next job removes it. RFC 3339, UTC. Absent:
   * its age does not matter.
   */
  readonly expiresAt?: string;
  /** It stays for longer as long as it is among the last of its pipeline, or branch. */
  readonly keepLast?: {
    readonly count: number;
    readonly per: 'pipeline' | 'branch';
  };
  /** What may take it before: a limit of space, or the end of its namespace. */
  readonly unless: ReadonlyArray<'space' | 'namespace'>;
}

/**
 * What of a run goes: all of it, the texts of its logs, or its events.
 *
 * @public
 */
export type RetentionPart = 'runs' | 'logs' | 'events';

/**
 * How much there is of something.
 *
 * @public
 */
export interface RetentionAmount {
  readonly runs: number;
  readonly bytes: number;
  /** Whether this is all; else it is at least this, as counting took too long. */
  readonly exact: boolean;
}

/**
 * What a policy would remove of runs.
 *
 * @public
 */
export interface RetentionPartPreview {
  readonly part: RetentionPart;
  /** After how many ms it goes. */
  readonly afterMs: number;
  readonly amount: RetentionAmount;
}

/**
 * What a policy says, and what it would remove now.
 *
 * @public
 */
export interface RetentionPolicyPreview {
  readonly policy: string;
  /** Whether neither an age nor a limit of space removes its runs. */
  readonly forever: boolean;
  /** How many runs stay of each pipeline, or of each branch of it. */
  readonly keepLast?: {
    readonly count: number;
    readonly per: 'pipeline' | 'branch';
  };
  /** All that it decides on, whether that goes or not. */
  readonly matching: RetentionAmount;
  readonly expiring: readonly RetentionPartPreview[];
}

/**
 * A limit of stored bytes that is exceeded.
 *
 * @public
 */
export interface RetentionLimitPreview {
  /** Absent: of all that is stored. */
  readonly cluster?: string;
  readonly namespace?: string;
  readonly maxBytes: number;
  /** What is stored, without what goes for other reasons. */
  readonly bytes: number;
  /** What goes besides that. */
  readonly expiring: RetentionAmount;
  /** If nothing goes as that would not be enough: how many bytes may go at most. */
  readonly unmetBytes?: number;
}

/**
 * What the next job would remove. Nothing was removed to find out.
 *
 * @public
 */
export interface RetentionPreview {
  /** When it was found out. RFC 3339, UTC. */
  readonly time: string;
  /** In the order in which they are asked; the first that matches counts. */
  readonly policies: readonly RetentionPolicyPreview[];
  /** What goes as its namespace is gone from its cluster. */
  readonly deletedNamespaces?: RetentionPartPreview;
  readonly limits: readonly RetentionLimitPreview[];
}

/**
 * What a job has removed under one policy.
 *
 * @public
 */
export interface RetentionCount {
  readonly policy: string;
  readonly part: RetentionPart;
  readonly runs: number;
  readonly bytes: number;
}

/**
 * A job that removes old runs:
 *
 * - `finished`: it has removed all that was to go
 * - `stopped`: its time was over, and there is more to go
 * - `interrupted`: its process ended in the middle. As long as it has no end, nobody
 *   has gone on with it yet; what then goes is counted as another job
 *
 * @public
 */
export interface RetentionJob {
  readonly id: number;
  readonly trigger: 'schedule' | 'request';
  /** Who asked for it. */
  readonly actor?: string;
  readonly state: 'running' | 'finished' | 'stopped' | 'failed' | 'interrupted';
  /** RFC 3339, UTC. */
  readonly startedAt: string;
  readonly endedAt?: string;
  /**
   * When it is gone on with at the latest, if it is interrupted and somebody will. RFC
   * 3339, UTC.
   */
  readonly resumesAt?: string;
  readonly counts: readonly RetentionCount[];
  /** Why it failed or stopped. */
  readonly problem?: string;
}

/**
 * A mistake in the configuration.
 *
 * @public
 */
export interface RetentionProblem {
  /** Of the setting, such as `tektonResults.retention.policies[0].retention`. */
  readonly path: string;
  readonly message: string;
}

/**
 * How retention stands: not configured, refused as the configuration has mistakes, or
 * on.
 *
 * @public
 */
export interface RetentionStatus {
  readonly state: 'unset' | 'refused' | 'on';
  readonly schedule?: string;
  /** When the next job starts; while one runs, the one after it. RFC 3339, UTC. */
  readonly nextAt?: string;
  readonly problems: readonly RetentionProblem[];
  readonly warnings: readonly RetentionProblem[];
}

/**
 * The last jobs, newest first.
 *
 * @public
 */
export interface ListRetentionJobsResponse {
  readonly items: readonly RetentionJob[];
}

/**
 * How much is stored. Bytes are of what is stored, so compressed.
 *
 * @public
 */
export interface StorageAmount {
  /** Those that no other run owns. */
  readonly runs: number;
  readonly records: number;
  /** Of steps, of which there is a text. */
  readonly logs: number;
  /** Each holds the events of one run. */
  readonly eventLists: number;
  /** In all, as limits of space count. */
  readonly bytes: number;
  readonly recordBytes: number;
  readonly logBytes: number;
  readonly eventBytes: number;
  /** Bytes of what was stored in the last 7 and 30 days, and is still there. */
  readonly addedBytes: { readonly week: number; readonly month: number };
}

/**
 * How much is stored of a namespace.
 *
 * @public
 */
export interface NamespaceStorage extends StorageAmount {
  readonly cluster: string;
  readonly namespace: string;
}

/**
 * How much is stored.
 *
 * @public
 */
export interface RetentionUsage {
  /** When it was measured, some minutes ago at most. RFC 3339, UTC. */
  readonly time: string;
  readonly total: StorageAmount;
  /** Those that take most, most first. */
  readonly items: readonly NamespaceStorage[];
  /** How many namespaces there are, with those that are not among the items. */
  readonly namespaces: number;
  /** Those that are pinned themselves. */
  readonly pinnedRuns: number;
  /** Limits of space, as far as they are set and kept to. */
  readonly maxBytes: {
    readonly total?: number;
    readonly perNamespace?: number;
  };
}

/**
 * The part of the native API that is about removing old runs, and about keeping some.
 * Calls reject with an error named `NotAllowedError` if the caller lacks the
 * permission, with `ConflictError` if retention is not on or a job is running.
 *
 * @public
 */
export interface TektonResultsRetentionApi {
  /** How retention stands. */
  getRetention(options?: { signal?: AbortSignal }): Promise<RetentionStatus>;
  /** What the next job would remove. */
  previewRetention(options?: {
    signal?: AbortSignal;
  }): Promise<RetentionPreview>;
  /**
   * How much is stored.
   *
   * @param request - `limit`: of how many namespaces, up to 1,000; 20 if absent
   */
  getRetentionUsage(
    request?: { limit?: number },
    options?: { signal?: AbortSignal },
  ): Promise<RetentionUsage>;
  /** Starts a job, and does not wait for its end. */
  runRetention(options?: { signal?: AbortSignal }): Promise<RetentionJob>;
  listRetentionJobs(
    request?: { limit?: number },
    options?: { signal?: AbortSignal },
  ): Promise<ListRetentionJobsResponse>;
  /** Keeps a run. One that is pinned stays as it is: who was first, and why. */
  pinRun(
    ref: RunRef,
    request: { reason: string },
    options?: { signal?: AbortSignal },
  ): Promise<RunPin>;
  /** Lets policies decide on a run again. */
  unpinRun(ref: RunRef, options?: { signal?: AbortSignal }): Promise<void>;
}
