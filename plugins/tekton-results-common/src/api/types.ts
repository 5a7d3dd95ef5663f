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
  FailureCause,
  RunKind,
  RunSource,
  RunStatus,
  TaskExecution,
} from '../run';
import type { RunKeeping, RunPin } from './retentionTypes';
import type {
  EntityRunCard,
  FindRunsRequest,
  FindRunsResponse,
  ListChangesRequest,
  ListChangesResponse,
  ListFacetsRequest,
  ListFacetsResponse,
  RelatedRuns,
  RunSelection,
  RunSort,
  RunStatisticsResponse,
  RunTotal,
  TaskState,
} from './runQueries';

/**
 * What identifies a run for ever. Names repeat over time, uids do not.
 *
 * @public
 */
export interface RunRef {
  readonly cluster: string;
  readonly uid: string;
}

/**
 * A run as a list shows it: the whole object stays on the server. Times are
 * RFC 3339 in UTC, durations ms.
 *
 * @public
 */
export interface RunSummary extends RunRef {
  readonly kind: RunKind;
  readonly namespace: string;
  readonly name: string;
  readonly displayName?: string;
  /**
   * By which runs of the same pipeline are known. Where each brings it along: what
   * Pipelines-as-Code calls it, or what the name of the run was made of.
   */
  readonly pipeline?: string;
  readonly task?: string;
  readonly ownerUid?: string;
  readonly status: RunStatus;
  /** Tekton's own reason and message. */
  readonly reason?: string;
  readonly message?: string;
  readonly createdAt: string;
  readonly startedAt?: string;
  readonly completedAt?: string;
  readonly durationMs?: number;
  readonly source: RunSource;
  readonly failure?: RunFailure;
  /** Since when the run is known not to be in the cluster any more. */
  readonly goneAt?: string;
  /** Whether it is pinned; told in lists and on the page of a run. */
  readonly pinned?: true;
  /**
   * The tasks of a PipelineRun in the order of its pipeline, at most 100, if they
   * were asked for.
   */
  readonly tasks?: readonly TaskState[];
}

/**
 * Where a failed run failed.
 *
 * @public
 */
export interface RunFailure {
  readonly task?: string;
  readonly step?: string;
  readonly exitCode?: number;
}

/**
 * Everything the page of a run shows, but the object itself.
 *
 * @public
 */
export interface RunDetails {
  readonly run: RunSummary;
  readonly tasks: readonly TaskExecution[];
  /** Absent unless the run failed. */
  readonly failureCause?: FailureCause;
  readonly capture: {
    /** Name of the Result that groups the run: `<namespace>/results/<name>`. */
    readonly result: string;
    /** When the run was first stored, and when what is stored last changed. */
    readonly firstStoredAt: string;
    readonly lastStoredAt: string;
    /** When its final state was stored; absent while it is not. */
    readonly finalStateStoredAt?: string;
    /** Until when a run that is gone was certainly in the cluster. */
    readonly lastSeenAt?: string;
    /** What of it is not stored and never will be. */
    readonly gaps?: readonly CaptureGap[];
    /** What is wrong with annotations of the run that concern its Result. */
    readonly annotationProblems?: readonly string[];
  };
  /** Absent: retention policies decide how long it is kept. */
  readonly pin?: RunPin;
  /**
   * Absent if that cannot be told: it is pinned, or a run that goes with it, it is not
   * over, another run owns it, or nothing is ever removed.
   */
  readonly keeping?: RunKeeping;
  /** Where else it is shown while it is in its cluster; absent: nowhere. */
  readonly links?: readonly RunLink[];
}

/**
 * A link to where else a run is shown, such as the console of its cluster.
 *
 * @public
 */
export interface RunLink {
  /** For people. */
  readonly title: string;
  /** `http` or `https`. */
  readonly url: string;
}

/**
 * What can be missing of a stored run: all after the stored state, its logs, its
 * events, runs that it owned.
 *
 * @public
 */
export type CaptureGapKind = 'finalState' | 'logs' | 'events' | 'children';

/**
 * Something of a run that is not stored and never will be, and why.
 *
 * @public
 */
export interface CaptureGap {
  readonly what: CaptureGapKind;
  readonly reason: string;
  /** Since when it is known. RFC 3339, UTC. */
  readonly since: string;
}

/**
 * A Kubernetes Event about a run, or the pod of a run.
 *
 * @public
 */
export interface RunEvent {
  /** The run asked for, or one that it owns. */
  readonly runUid: string;
  readonly about: {
    /** Such as `Pod`; empty if the event does not tell. */
    readonly kind: string;
    readonly name: string;
    readonly uid?: string;
  };
  /** `Normal` or `Warning`. */
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  /** How often it happened. */
  readonly count: number;
  /** RFC 3339, UTC. */
  readonly firstAt?: string;
  readonly lastAt?: string;
  /** The component that told of it. */
  readonly source?: string;
}

/**
 * The events of a run, of the runs that it owns and of their pods, as far as they
 * were captured.
 *
 * @public
 */
export interface ListRunEventsResponse {
  /** Oldest first; at most 1000. */
  readonly items: readonly RunEvent[];
  /** There are more: some between the oldest and the newest are not told. */
  readonly more: boolean;
}

/**
 * A request for one page of runs.
 *
 * @public
 */
export interface ListRunsRequest extends RunSelection {
  /** Absent: newest start first. */
  readonly sort?: RunSort;
  /** Tell the tasks of each PipelineRun as well. */
  readonly tasks?: boolean;
  /** 1 to 100; 25 if absent. */
  readonly limit?: number;
  /** `nextCursor`, `prevCursor` or `lastCursor` of a page of the same request. */
  readonly cursor?: string;
}

/**
 * One page of runs.
 *
 * @public
 */
export interface ListRunsResponse {
  readonly items: readonly RunSummary[];
  /** For the page after; absent on the last page. */
  readonly nextCursor?: string;
  /** For the page before; absent on the first page. */
  readonly prevCursor?: string;
  /** For the last page. Absent if there is no page after this. */
  readonly lastCursor?: string;
  /** How many runs there are on all pages. */
  readonly total: RunTotal;
  /**
   * The caller may see some runs only, whether or not there are others; absent: all.
   */
  readonly limited?: boolean;
  /**
   * For how long policies keep runs by their age at most, and the name of the one that
   * keeps them longest. Absent if some are kept whatever their age.
   */
  readonly kept?: { readonly policy: string; readonly forMs: number };
}

/**
 * A request for one page of an entity's runs.
 *
 * @public
 */
export interface ListEntityRunsRequest extends ListRunsRequest {
  /** Such as `component:default/checkout`. */
  readonly entityRef: string;
}

/**
 * One page of an entity's runs, and how they were chosen.
 *
 * @public
 */
export interface ListEntityRunsResponse extends ListRunsResponse {
  /** Null if nothing about the entity says which runs are its own. */
  readonly scope: {
    /** All that the entity asks for, as a filter in CEL. */
    readonly filter: string;
    /** The annotation that decided. */
    readonly rule: string;
  } | null;
}

/**
 * A mistake in a filter. Lines and columns count from 1, columns in code points.
 *
 * @public
 */
export interface FilterMistake {
  readonly message: string;
  readonly line: number;
  readonly column: number;
  /** Of the character after the mistake. */
  readonly endColumn: number;
  /** What would mend it. */
  readonly hint?: string;
}

/**
 * How a part of a filter is answered, from fast to slow:
 *
 * - `index`: an index leads to what matches
 * - `columns`: all rows are looked at, but no stored object
 * - `signature`: only the few objects that may match are read
 * - `objects`: all stored objects are read
 *
 * @public
 */
export type FilterAccess = 'index' | 'columns' | 'signature' | 'objects';

/**
 * One of the conditions that a filter joins with `&&`.
 *
 * @public
 */
export interface FilterPart {
  readonly text: string;
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  readonly access: FilterAccess;
}

/**
 * What there is to say about a filter before it is used.
 *
 * @public
 */
export type FilterValidation =
  | {
      readonly valid: true;
      /** Whether an index leads to what matches, so that lists are instant. */
      readonly indexed: boolean;
      /** Empty for an empty filter, which matches everything. */
      readonly parts: readonly FilterPart[];
    }
  | { readonly valid: false; readonly errors: readonly FilterMistake[] };

/**
 * A filter to be validated.
 *
 * @public
 */
export interface ValidateFilterRequest {
  readonly filter: string;
  /** What the filter is about; Records if absent. */
  readonly subject?: 'records' | 'results';
}

/**
 * Why a cluster, or one resource of it, is not captured.
 *
 * - `config`: the configuration is wrong
 * - `unreachable`: no connection, or no answer in time
 * - `tls`: the server's certificate is not trusted, or ours is refused
 * - `unauthorized`: the credential is not accepted
 * - `forbidden`: the credential lacks a right
 * - `notInstalled`: the cluster does not know the resource
 * - `storage`: runs arrive but Backstage's database does not take them
 * - `clusterError`: any other answer of the cluster
 *
 * @public
 */
export type CaptureProblemCode =
  | 'config'
  | 'unreachable'
  | 'tls'
  | 'unauthorized'
  | 'forbidden'
  | 'notInstalled'
  | 'storage'
  | 'clusterError';

/**
 * What keeps runs from being captured, in words for an operator.
 *
 * @public
 */
export interface CaptureProblem {
  readonly code: CaptureProblemCode;
  readonly message: string;
  /** RFC 3339, UTC. */
  readonly since: string;
}

/**
 * Objects that a cluster sent and that cannot be read as runs. Their states are
 * not stored.
 *
 * @public
 */
export interface UnreadableObjects {
  /** How many were sent since this replica watches the cluster. */
  readonly count: number;
  /** Absent for those who may not see all runs in its place. */
  readonly last?: {
    readonly namespace?: string;
    readonly name?: string;
    /** What is wrong with it. */
    readonly problem: string;
    /** When it arrived. RFC 3339, UTC. */
    readonly time: string;
  };
}

/**
 * The runs that this replica saw first.
 *
 * @public
 */
export interface NewRuns {
  /** Since when it watches. RFC 3339, UTC. */
  readonly since: string;
  readonly seen: number;
  /** Of how many a state is stored. The rest waits, or was refused or unreadable. */
  readonly stored: number;
}

/**
 * How the capture of one resource of a cluster stands.
 *
 * @public
 */
export interface ResourceHealth {
  /** Plural name, such as `pipelineruns`. */
  readonly resource: string;
  /** If it is watched by itself; absent: all. */
  readonly namespace?: string;
  /**
   * - `standby`: another replica watches the cluster
   * - `off`: not captured, and need not be, see `offReason`
   */
  readonly state:
    | 'starting'
    | 'listing'
    | 'watching'
    | 'failing'
    | 'standby'
    | 'off';
  readonly problem?: CaptureProblem;
  readonly offReason?: string;
  /** When the whole list, and when anything at all, was last received. */
  readonly listedAt?: string;
  readonly lastEventAt?: string;
  /** How many changes have arrived and are not stored yet. */
  readonly backlog?: number;
  /** For how long the oldest of them has waited (ms). */
  readonly lagMs?: number;
  /**
   * Below which 95 of 100 changes of the last quarter of an hour waited to be stored
   * (ms); absent: none came.
   */
  readonly lagP95Ms?: number;
  /** Absent for those who may not see all runs of it, and for what are no runs. */
  readonly runs?: NewRuns;
  /**
   * Runs that the database refused since this replica watches the cluster; the log
   * names them.
   */
  readonly refusedRuns?: number;
  /** Absent if there were none. */
  readonly unreadable?: UnreadableObjects;
}

/**
 * How the capture of one cluster stands.
 *
 * @public
 */
export interface ClusterHealth {
  readonly name: string;
  readonly title: string;
  /**
   * - `standby`: another replica watches the cluster
   * - `unsupported`: it cannot be captured, see `unsupportedReason`
   */
  readonly state: 'ok' | 'starting' | 'failing' | 'standby' | 'unsupported';
  /** What about the way to sign in keeps it from being captured. */
  readonly unsupportedReason?: string;
  readonly problem?: CaptureProblem;
  readonly resources: readonly ResourceHealth[];
  /**
   * What the credential lacks of what the settings need. Absent until the cluster
   * has answered.
   */
  readonly missingRights?: readonly MissingRight[];
  /**
   * The run that has waited longest to be captured whole (with its final state, logs
   * and events), or to be let go.
   */
  readonly oldestUnstored?: UnstoredRun;
  /** The last times in which it was not captured, newest first; absent: none. */
  readonly outages?: readonly CaptureOutage[];
}

/**
 * A time of which a cluster could not tell what happened: runs that began and were
 * deleted in it are missing. RFC 3339, UTC.
 *
 * @public
 */
export interface CaptureOutage {
  readonly from: string;
  readonly until: string;
}

/**
 * A right that the credential of a cluster lacks.
 *
 * @public
 */
export interface MissingRight {
  readonly verb: string;
  /** Empty for the core group. */
  readonly apiGroup: string;
  /** With the subresource, if it is about one: `pods/log`. */
  readonly resource: string;
  /** In which it lacks; absent: in all at once. */
  readonly namespace?: string;
  /** What does not work without it. */
  readonly feature: string;
  /** Whether all that was asked for works without it. */
  readonly optional: boolean;
}

/**
 * A run that is not captured whole, or not let go.
 *
 * @public
 */
export interface UnstoredRun {
  readonly kind: RunKind;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** RFC 3339, UTC. */
  readonly completedAt?: string;
  /** What it waits for, in words for an operator. */
  readonly reason: string;
}

/**
 * Whether logs can be kept.
 *
 * @public
 */
export interface LogStorageHealth {
  /** The driver for new logs. */
  readonly driver: string;
  readonly state: 'starting' | 'ok' | 'failing';
  /** For how long the last check took that went well (ms). */
  readonly latencyMs?: number;
  /** What is wrong; for admins. */
  readonly message?: string;
  /** RFC 3339, UTC. */
  readonly checkedAt?: string;
}

/**
 * Whether the database of the archive answers.
 *
 * @public
 */
export interface DatabaseHealth {
  readonly engine: 'postgres' | 'sqlite';
  readonly state: 'ok' | 'failing';
  /** From the question to the answer, with the wait for a connection (ms). */
  readonly latencyMs?: number;
  /** What is wrong; for admins. */
  readonly message?: string;
  /** RFC 3339, UTC. */
  readonly checkedAt: string;
}

/**
 * How the capture of runs stands.
 *
 * @public
 */
export interface CaptureHealth {
  readonly state: 'ok' | 'degraded';
  readonly database?: DatabaseHealth;
  /** Absent if no logs are kept. */
  readonly logStorage?: LogStorageHealth;
  readonly clusters: readonly ClusterHealth[];
  /**
   * Mistakes in `tektonResults` of the configuration, each with its path; sources of
   * clusters that fail; clusters that are left out.
   */
  readonly configProblems: ReadonlyArray<{
    readonly path: string;
    readonly message: string;
  }>;
}

/**
 * The native API of the plugin, which its screens use.
 *
 * @public
 */
export interface TektonResultsApi {
  listRuns(
    request: ListRunsRequest,
    options?: { signal?: AbortSignal },
  ): Promise<ListRunsResponse>;
  /**
   * Rejects with an error named `NotFoundError` if there is no such entity for
   * the caller, `InputError` if an annotation of it cannot be read.
   */
  listEntityRuns(
    request: ListEntityRunsRequest,
    options?: { signal?: AbortSignal },
  ): Promise<ListEntityRunsResponse>;
  /** Rejects with an error named `NotFoundError` if there is no such run. */
  getRun(ref: RunRef, options?: { signal?: AbortSignal }): Promise<RunDetails>;
  /** What the cluster told of a run. Rejects as `getRun` does. */
  listRunEvents(
    ref: RunRef,
    options?: { signal?: AbortSignal },
  ): Promise<ListRunEventsResponse>;
  /** Runs that have to do with a run. Rejects as `getRun` does. */
  getRelatedRuns(
    ref: RunRef,
    options?: { signal?: AbortSignal },
  ): Promise<RelatedRuns>;
  /** Finds runs by their name, uid, Record or Result. */
  findRuns(
    request: FindRunsRequest,
    options?: { signal?: AbortSignal },
  ): Promise<FindRunsResponse>;
  /** Which values the selected runs have; with `entityRef`, those of an entity. */
  listFacets(
    request: ListFacetsRequest & { readonly entityRef?: string },
    options?: { signal?: AbortSignal },
  ): Promise<ListFacetsResponse>;
  /** What the selected runs add up to; with `entityRef`, those of an entity. */
  getStatistics(
    request: RunSelection & { readonly entityRef?: string },
    options?: { signal?: AbortSignal },
  ): Promise<RunStatisticsResponse>;
  /** Which runs changed; with `entityRef`, of those of an entity. */
  listChanges(
    request: ListChangesRequest & { readonly entityRef?: string },
    options?: { signal?: AbortSignal },
  ): Promise<ListChangesResponse>;
  /** What the card of an entity shows. Rejects as `listEntityRuns` does. */
  getEntityCard(
    request: { readonly entityRef: string; readonly branch?: string },
    options?: { signal?: AbortSignal },
  ): Promise<EntityRunCard>;
  /** The Kubernetes object as stored. */
  getRunObject(
    ref: RunRef,
    options?: { signal?: AbortSignal },
  ): Promise<JsonObject>;
  /** Reads a filter without running it. */
  validateFilter(
    request: ValidateFilterRequest,
    options?: { signal?: AbortSignal },
  ): Promise<FilterValidation>;
  getHealth(options?: { signal?: AbortSignal }): Promise<CaptureHealth>;
}
