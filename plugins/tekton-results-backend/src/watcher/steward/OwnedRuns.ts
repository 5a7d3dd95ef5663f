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

import {
  isFinished,
  RUN_KINDS,
  type CaptureGapKind,
  type RunKind,
} from 'backstage-plugin-tekton-results-common';
import type { NewCaptureGap, StewardedRun, StewardStore } from '../../store';
import type { ArchivePolicy } from '../archive';
import type { Clock } from '../clock';
import type { HeldLease } from '../lease';
import type { ClusterMetrics } from '../metrics';
import type { RunCapture } from './RunCapture';
import { RunVisit } from './RunVisit';
import type { RunWriter } from './RunWriter';
import { sortChildren, type ChildReference } from './sortChildren';

/** For so long what a PipelineRun names may be on its way to the store. */
const ARRIVAL_MS = 5 * 60_000;
/** So many are named in one text. */
const MAX_NAMED = 10;

/** How the runs stand that a PipelineRun owns. */
export type OwnedRunsState =
  /** All are stored to their end, or gone. */
  | { readonly settled: true }
  /** They are not, and why. */
  | { readonly settled: false; readonly reason: string };

const SETTLED: OwnedRunsState = { settled: true };

/**
 * Finds out whether all that a PipelineRun owns is in, as it goes with the
 * PipelineRun: by the store, not by annotations.
 *
 * What the PipelineRun names and the store does not have is asked for by name. Only
 * if the cluster says that it is gone, that is noted, and the PipelineRun need not
 * wait for it. What is there may not be lost, however long it takes.
 */
export class OwnedRuns {
  private readonly cluster: string;
  private readonly store: StewardStore;
  private readonly policy: ArchivePolicy;
  private readonly held: HeldLease;
  private readonly writer: RunWriter;
  private readonly capture: RunCapture;
  private readonly metrics: ClusterMetrics;
  private readonly clock: Clock;

  constructor(options: {
    cluster: string;
    store: StewardStore;
    policy: ArchivePolicy;
    held: HeldLease;
    writer: RunWriter;
    capture: RunCapture;
    metrics: ClusterMetrics;
    clock: Clock;
  }) {
    this.cluster = options.cluster;
    this.store = options.store;
    this.policy = options.policy;
    this.held = options.held;
    this.writer = options.writer;
    this.capture = options.capture;
    this.metrics = options.metrics;
    this.clock = options.clock;
  }

  /** @throws ClusterError if the cluster does not tell what is there */
  async inspect(
    visit: RunVisit,
    signal: AbortSignal,
    seen: ReadonlySet<string> = new Set(),
  ): Promise<OwnedRunsState> {
    const { run } = visit;
    const children = await this.store.children(this.cluster, run.uid);
    const { unfinished, unstored } = sortChildren({
      references: this.references(visit),
      children,
    });
    if (unfinished.length > 0) {
      return unsettled(`${listOf(unfinished)}: not stored to the end`);
    }
    const found = await this.find(run, unstored, signal);
    if (!found.settled) {
      return found;
    }
    const live = await this.store.liveRuns(this.cluster, [
      ...children.map(({ uid }) => uid),
      ...found.uids,
    ]);
    const known = new Set([...seen, run.uid]);
    for (const child of live.filter(({ uid }) => !known.has(uid))) {
      const state = await this.inspectChild(child, signal, known);
      if (!state.settled) {
        return state;
      }
    }
    await this.noteLost(run, found.lost);
    return SETTLED;
  }

  private async inspectChild(
    child: StewardedRun,
    signal: AbortSignal,
    seen: ReadonlySet<string>,
  ): Promise<OwnedRunsState> {
    const visit = new RunVisit(child);
    if (!isFinished(child.status)) {
      return unsettled(`${listOf([child])}: not stored to the end`);
    }
    const { done, missing } = await this.capture.ask(visit, signal);
    if (!done) {
      return unsettled(`${listOf([child])}: ${missing.join(', ')}`);
    }
    await this.noteGaps(child, visit.gaps);
    return child.kind === 'PipelineRun'
      ? this.inspect(visit, signal, seen)
      : SETTLED;
  }

  /** Looks in the cluster for what is not stored. */
  private async find(
    run: StewardedRun,
    unstored: readonly ChildReference[],
    signal: AbortSignal,
  ): Promise<
    | {
        readonly settled: true;
        readonly uids: readonly string[];
        readonly lost: readonly ChildReference[];
      }
    | { readonly settled: false; readonly reason: string }
  > {
    const waitedMs = this.clock.now() - (run.finalStoredAt ?? run.storedAt);
    if (unstored.length > 0 && waitedMs < ARRIVAL_MS) {
      return unsettled(`${listOf(unstored)}: not stored`);
    }
    const kept: Array<ChildReference & { uid: string }> = [];
    const lost: ChildReference[] = [];
    for (const { kind, name } of unstored) {
      const { namespace } = run;
      const found = await this.writer.find({ kind, namespace, name }, signal);
      // Another run may have its name: that one does not go with this.
      if (!found?.ownerUids.includes(run.uid)) {
        lost.push({ kind, name });
      } else if (this.policy.takes({ kind, namespace, name, ...found })) {
        kept.push({ kind, name, uid: found.uid });
      }
    }
    const uids = kept.map(({ uid }) => uid);
    const stored = await this.store.storedUids(this.cluster, uids);
    const missing = kept.filter(({ uid }) => !stored.has(uid));
    return missing.length === 0
      ? { settled: true, uids, lost }
      : unsettled(
          `${listOf(
            missing,
          )}: in the cluster, and yet not stored; it may be that it cannot be read`,
        );
  }

  /** What a PipelineRun names, as far as it may be that it is stored. */
  private references({ run, traits }: RunVisit): ChildReference[] {
    const { namespace } = run;
    const { labels } = traits;
    return traits.childReferences.flatMap(({ kind, name }) =>
      isRunKind(kind) &&
      // Tekton copies most labels to what a PipelineRun owns. Whoever finds it
      // in the cluster knows better.
      this.policy.takes({ kind, name, namespace, traits: { labels } })
        ? [{ kind, name }]
        : [],
    );
  }

  private async noteLost(
    run: StewardedRun,
    lost: readonly ChildReference[],
  ): Promise<void> {
    if (lost.length === 0) {
      return;
    }
    const noted = await this.noteGaps(run, [
      {
        what: 'children',
        reason: `${listOf(lost)}: gone from the cluster before it was stored`,
      },
    ]);
    if (noted.includes('children')) {
      const { namespace } = run;
      for (const { kind } of lost) {
        this.metrics.runLost({ kind, namespace }, 'vanished');
      }
    }
  }

  private async noteGaps(
    { uid }: StewardedRun,
    gaps: readonly NewCaptureGap[],
  ): Promise<readonly CaptureGapKind[]> {
    const { cluster, held } = this;
    return gaps.length > 0
      ? this.store.noteGaps({ cluster, uid, gaps, lease: held.lease })
      : [];
  }
}

function unsettled(reason: string) {
  return { settled: false, reason } as const;
}

function isRunKind(kind: string): kind is RunKind {
  return RUN_KINDS.some(known => known === kind);
}

function listOf(children: readonly ChildReference[]): string {
  const names = children
    .slice(0, MAX_NAMED)
    .map(({ kind, name }) => `${kind} ${name}`);
  const more = children.length - names.length;
  return [...names, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
