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

import { isFinished } from 'backstage-plugin-tekton-results-common';
import {
  LeaseLostError,
  type CapturedRun,
  type CaptureScope,
  type CaptureStore,
  type LostRun,
  type StewardStore,
} from '../store';
import { admitRun, runTraits, type ArchivePolicy } from './archive';
import type { HeldLease } from './lease';
import { noClusterMetrics, type ClusterMetrics } from './metrics';
import { withSummaryKeys, type SummaryKeys } from './summaryKeys';

/** Of so many runs it is remembered that their end was counted. */
const MAX_REMEMBERED = 10_000;

/** Who wants to know what becomes of runs. */
export interface CaptureListener {
  /** New states of runs were committed. */
  stored(runs: readonly CapturedRun[]): void;
  /** Runs arrived that are stored only when they are finished. */
  protect(runs: readonly CapturedRun[]): void;
}

/**
 * The store as the recorders of a cluster use it while this process holds the
 * lease of the cluster: it takes what the archive policy takes, writes under the
 * lease, and tells a listener what was committed.
 */
export class LeasedCaptureStore implements CaptureStore {
  private readonly store: CaptureStore;
  private readonly stored: StewardStore;
  private readonly policy: ArchivePolicy;
  private readonly ownsFinalizers: () => boolean;
  private readonly summaryKeys: SummaryKeys;
  private readonly held: HeldLease;
  private readonly onLost: () => void;
  private readonly listener: CaptureListener;
  private readonly metrics: ClusterMetrics;
  private readonly now: () => number;
  private readonly counted = new Set<string>();

  constructor(options: {
    store: CaptureStore;
    stored: StewardStore;
    policy: ArchivePolicy;
    /** Whether finalizers of our name are ours. */
    ownsFinalizers: () => boolean;
    summaryKeys: SummaryKeys;
    held: HeldLease;
    /** A write was refused, as another process has the lease. */
    onLost: () => void;
    listener: CaptureListener;
    metrics?: ClusterMetrics;
    now?: () => number;
  }) {
    this.store = options.store;
    this.stored = options.stored;
    this.policy = options.policy;
    this.ownsFinalizers = options.ownsFinalizers;
    this.summaryKeys = options.summaryKeys;
    this.held = options.held;
    this.onLost = options.onLost;
    this.listener = options.listener;
    this.metrics = options.metrics ?? noClusterMetrics;
    this.now = options.now ?? Date.now;
  }

  async resumePoint(scope: CaptureScope): Promise<string | undefined> {
    return this.store.resumePoint(scope);
  }

  async liveRuns(scope: CaptureScope): Promise<ReadonlyMap<string, number>> {
    return this.store.liveRuns(scope);
  }

  async record(
    scope: CaptureScope,
    runs: readonly CapturedRun[],
    options: {
      resumePoint?: string;
      missedUntil?: number;
      regressed?: boolean;
    } = {},
  ): Promise<void> {
    const { taken, unstored, unwanted } = await this.admit(scope, runs);
    const { lease } = this.held;
    const complete = (run: CapturedRun) =>
      withSummaryKeys(run, this.summaryKeys);
    await this.fenced(
      this.store.record(scope, taken.map(complete), {
        ...options,
        unfinished: this.policy.takesAll
          ? undefined
          : {
              keep: unstored.map(complete),
              forget: [...taken, ...unwanted].map(({ facts }) => facts.uid),
            },
        lease,
      }),
    );
    this.count(taken);
    this.listener.stored(taken);
    this.listener.protect(unstored);
  }

  placeBeside(): (() => void) | undefined {
    return this.store.placeBeside();
  }

  async markGone(
    scope: CaptureScope,
    uids: readonly string[],
    options: {
      resumePoint?: string;
      missedUntil?: number;
      listVersion: number;
    },
  ): Promise<readonly LostRun[]> {
    const { lease } = this.held;
    const lost = await this.fenced(
      this.store.markGone(scope, uids, { ...options, lease }),
    );
    lost.forEach(run => this.metrics.runLost(run, 'vanished'));
    const recorded = lost.flatMap(run => run.recorded ?? []);
    if (recorded.length > 0) {
      this.listener.stored(
        recorded.map(run => ({ ...run, sighting: 'deleted' })),
      );
    }
    return lost;
  }

  /** A state is not stored, and never will be: it counts if it was the last. */
  setAside({ facts, sighting }: CapturedRun): void {
    const isLast = isFinished(facts.status) || sighting === 'deleted';
    if (isLast && !this.counted.has(facts.uid)) {
      this.remember(facts.uid);
      this.metrics.runLost(facts, 'refused');
    }
  }

  private async admit(scope: CaptureScope, runs: readonly CapturedRun[]) {
    if (this.policy.takesAll) {
      return { taken: runs, unstored: [], unwanted: [] };
    }
    const admitted = runs.map(run => ({
      run,
      admission: admitRun({
        run,
        traits: runTraits(run.payload),
        policy: this.policy,
        ownsFinalizers: this.ownsFinalizers(),
      }),
    }));
    const others = admitted.filter(({ admission }) => admission !== 'store');
    const stored = await this.stored.storedUids(
      scope.cluster,
      others.map(({ run }) => run.facts.uid),
    );
    const isTaken = ({ run, admission }: (typeof admitted)[number]) =>
      admission === 'store' || stored.has(run.facts.uid);
    return {
      taken: admitted.filter(isTaken).map(({ run }) => run),
      unstored: admitted
        .filter(entry => entry.admission === 'protect' && !isTaken(entry))
        .map(({ run }) => run),
      unwanted: admitted
        .filter(entry => entry.admission === 'ask' && !isTaken(entry))
        .map(({ run }) => run),
    };
  }

  private async fenced<T>(write: Promise<T>): Promise<T> {
    try {
      return await write;
    } catch (error) {
      if (error instanceof LeaseLostError) {
        this.onLost();
      }
      throw error;
    }
  }

  private count(runs: readonly CapturedRun[]): void {
    for (const { facts, sighting } of runs) {
      const { uid, status, completedAt } = facts;
      const finished = isFinished(status);
      if ((finished || sighting === 'deleted') && !this.counted.has(uid)) {
        this.remember(uid);
        if (finished) {
          const latencyMs = this.now() - (completedAt ?? this.now());
          this.metrics.finalStateStored(facts, Math.max(latencyMs, 0));
        } else {
          this.metrics.runLost(facts, 'vanished');
        }
      }
    }
  }

  private remember(uid: string): void {
    const [oldest] = this.counted;
    if (this.counted.size >= MAX_REMEMBERED) {
      this.counted.delete(oldest);
    }
    this.counted.add(uid);
  }
}
