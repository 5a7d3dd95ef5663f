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
  CaptureProblemCode,
  RunFacts,
} from 'backstage-plugin-tekton-results-common';

/** What the watcher counts and measures, for whoever operates it. */
export interface WatcherMetrics {
  /**
   * The instruments of one resource of one cluster, such as `pipelineruns`; of one
   * namespace, if that is watched by itself.
   */
  resource(scope: {
    cluster: string;
    resource: string;
    namespace?: string;
  }): ResourceMetrics;
  /** The instruments of what is done to the runs of one cluster. */
  cluster(name: string): ClusterMetrics;
}

/** Events that are counted: those of a watch, and the objects of a list. */
export type CountedEvent =
  | 'ADDED'
  | 'MODIFIED'
  | 'DELETED'
  | 'BOOKMARK'
  | 'LISTED';

/**
 * Why everything was listed:
 *
 * - `start`: there was no stored version
 * - `expired`: the server has forgotten what came after the stored version
 * - `regressed`: the stored version is of the server's future
 * - `spilled`: more changed than could be held until it was stored
 */
export type RelistReason = 'start' | 'expired' | 'regressed' | 'spilled';

/** From the cluster to the committed row. */
export interface ResourceMetrics {
  eventsReceived(type: CountedEvent, count: number): void;
  /** Kubernetes Events were given up: no run of theirs is stored, or refused. */
  eventsDropped(count: number): void;
  /** An object arrived that is no run as far as can be read. */
  unreadable(): void;
  relisted(reason: RelistReason): void;
  /** A watch was opened after one had ended, regularly or not. */
  reconnected(): void;
  /** A request failed, or a watch did. */
  failed(code: CaptureProblemCode): void;
  /**
   * A batch was committed.
   *
   * @param batch - `lagMs`: since the oldest change of it had arrived
   */
  stored(batch: { runs: number; lagMs: number }): void;
  /** How many changes wait to be stored. */
  queued(runs: number): void;
}

/**
 * Why a run is not stored as a whole, although it is out of reach:
 *
 * - `deadline`: its final state is stored, yet its finalizer was released without
 *   its logs or events, as these took too long
 * - `vanished`: it was gone before its final state was seen
 * - `refused`: the database does not take its final state
 */
export type LossReason = 'deadline' | 'vanished' | 'refused';

/** Why a finalizer was released. */
export type ReleaseReason =
  | 'captured'
  | 'unfinished'
  | 'deadline'
  | 'notArchived'
  | 'expired';

/** What metrics tell of a run. */
export type MeteredRun = Pick<
  RunFacts,
  'kind' | 'namespace' | 'status' | 'pipeline' | 'task'
>;

/** What happens to the runs of a cluster once they are stored. */
export interface ClusterMetrics {
  /**
   * A run was stored in its final state for the first time.
   *
   * @param latencyMs - since its completion, without any grace period
   */
  finalStateStored(run: MeteredRun, latencyMs: number): void;
  /** A run ended up without its final state in the store. Once for each run. */
  runLost(
    run: Pick<MeteredRun, 'kind' | 'namespace'>,
    reason: LossReason,
  ): void;
  /**
   * The watcher deleted a completed run. Once for each run.
   *
   * @param delayMs - since its completion
   */
  runDeleted(run: MeteredRun, delayMs: number): void;
  finalizerReleased(kind: MeteredRun['kind'], reason: ReleaseReason): void;
  /** A write to the cluster (annotations, finalizers, deletion) failed. */
  writeFailed(code: CaptureProblemCode): void;
  /** How many runs wait for a step of the steward. */
  queued(runs: number): void;
  /** Whether the cluster is one that should be watched, by whichever process. */
  configured(isConfigured: boolean): void;
  /** Whether this process is the one that watches the cluster. */
  leaseHeld(held: boolean): void;
  /** How many rights the credential lacks for what is switched on. */
  missingRights(count: number): void;
}

const nothing = () => {};

/** Counts nothing. */
export const noResourceMetrics: ResourceMetrics = {
  eventsReceived: nothing,
  eventsDropped: nothing,
  unreadable: nothing,
  relisted: nothing,
  reconnected: nothing,
  failed: nothing,
  stored: nothing,
  queued: nothing,
};

/** Counts nothing. */
export const noClusterMetrics: ClusterMetrics = {
  finalStateStored: nothing,
  runLost: nothing,
  runDeleted: nothing,
  finalizerReleased: nothing,
  writeFailed: nothing,
  queued: nothing,
  configured: nothing,
  leaseHeld: nothing,
  missingRights: nothing,
};

/** Counts nothing. */
export const noWatcherMetrics: WatcherMetrics = {
  resource: () => noResourceMetrics,
  cluster: () => noClusterMetrics,
};
