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

/** A run that waits: for what is not stored of it, or for the cluster. */
export interface StuckRun {
  readonly uid: string;
  readonly kind: RunKind;
  readonly namespace: string;
  readonly name: string;
  /** Milliseconds since 1970 (UTC). */
  readonly completedAt?: number;
  /** What it waits for, or what failed. */
  readonly reason: string;
  /** Milliseconds since 1970 (UTC). */
  readonly since: number;
  /** How often in a row something failed. */
  readonly failures: number;
}

/** When there are more, the oldest are kept. */
const MAX_STUCK = 1_000;
/** Logs and events come a moment after a run is over, and are asked for again. */
const SETTLE_MS = 15_000;
/** Of what is not kept: when so many fail, there is no hurry with one of them. */
const UNCOUNTED_FAILURES = 8;

/** The runs with which it does not go on, the oldest first. */
export class StuckRuns {
  private readonly runs = new Map<string, StuckRun>();

  get size(): number {
    return this.runs.size;
  }

  /** Something failed. Tells how often in a row. */
  failed(run: Omit<StuckRun, 'since' | 'failures'>, now: number): number {
    const known = this.runs.get(run.uid);
    if (!known && this.runs.size >= MAX_STUCK) {
      return UNCOUNTED_FAILURES;
    }
    const failures = (known?.failures ?? 0) + 1;
    this.keep(run, failures, now);
    return failures;
  }

  /** Something is not there yet, and nothing failed. */
  waits(run: Omit<StuckRun, 'since' | 'failures'>, now: number): void {
    this.keep(run, 0, now);
  }

  solved(uid: string): void {
    this.runs.delete(uid);
  }

  uids(): string[] {
    return [...this.runs.keys()];
  }

  /**
   * The run that has been stuck longest. Of those that only wait, what is on its
   * way does not count.
   *
   * @param now - in ms since 1970 (UTC)
   */
  oldest(now: number): StuckRun | undefined {
    return [...this.runs.values()].find(
      ({ failures, since }) => failures > 0 || now - since >= SETTLE_MS,
    );
  }

  private keep(
    run: Omit<StuckRun, 'since' | 'failures'>,
    failures: number,
    now: number,
  ): void {
    const known = this.runs.get(run.uid);
    if (known || this.runs.size < MAX_STUCK) {
      // A known run keeps its place, so that the first is always the oldest.
      this.runs.set(run.uid, { ...run, failures, since: known?.since ?? now });
    }
  }
}
