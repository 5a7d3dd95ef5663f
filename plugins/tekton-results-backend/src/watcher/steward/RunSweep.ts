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

import type { StewardedRun, StewardStore } from '../../store';
import type { RunReader } from './RunReader';

/**
 * Payloads and all are in memory at once, and after a start those of all clusters:
 * some 50 kB each.
 */
const PAGE_SIZE = 50;
/** Every so often all runs are gone through, in case one was overlooked. */
const INTERVAL_MS = 30 * 60_000;
/** Between two times of looking for what there was no room for. */
const MIN_PAUSE_MS = 30_000;

interface Pass {
  readonly after: number;
  /** Whether it waits while there is enough to do. */
  readonly patient: boolean;
}

/** A page of the runs of a cluster. */
export interface SweptPage {
  readonly runs: readonly StewardedRun[];
  /** Of all runs, each time that it goes through them. */
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/**
 * Goes through all runs that are in a cluster as far as is stored, page by page:
 *
 * - **at once**, at the start, when asked to, and every half hour: whatever else
 *   there is to do, so that what is urgent is found behind any number of others
 * - **patiently**, when there was no room to remember all that was found: page by
 *   page as there is room again
 */
export class RunSweep {
  private readonly store: Pick<StewardStore, 'liveUids'>;
  private readonly reader: RunReader;
  private readonly cluster: string;
  private pass: Pass | undefined;
  /** When to go through all at once. */
  private wholeAt = -Infinity;
  /** When the first is due that there was no room for. */
  private missingAt = Infinity;
  private patientAt = -Infinity;
  private begunAt: number | undefined;

  constructor(options: {
    store: Pick<StewardStore, 'liveUids'>;
    reader: RunReader;
    cluster: string;
  }) {
    this.store = options.store;
    this.reader = options.reader;
    this.cluster = options.cluster;
  }

  /** Since when it has gone through all at once; undefined if it does not. */
  get since(): number | undefined {
    return this.begunAt;
  }

  /** Goes through all at once, and anew if it does already. */
  begin(): void {
    this.wholeAt = -Infinity;
  }

  /** Whether a run need not be remembered, as it will be found again by then. */
  finds(due: number): boolean {
    return due >= this.wholeAt;
  }

  /** There was no room for a run that is due at some time. */
  missed(due: number): void {
    this.missingAt = Math.min(this.missingAt, due);
  }

  /**
   * When it is to go on, in ms since 1970.
   *
   * @param isBusy - tells whether there is enough to do
   */
  nextAt(isBusy: () => boolean): number {
    if (this.pass && !this.pass.patient) {
      return -Infinity;
    }
    const goOn = this.pass
      ? -Infinity
      : Math.max(this.missingAt, this.patientAt);
    // To count what is due takes its time.
    return goOn >= this.wholeAt || isBusy() ? this.wholeAt : goOn;
  }

  /**
   * Reads the next page.
   *
   * @throws StoreError, and reads the same page the next time
   */
  async next(now: number): Promise<SweptPage> {
    const pass = this.passAt(now);
    this.pass = pass;
    const { uids, next } = await this.store.liveUids({
      cluster: this.cluster,
      after: pass.after,
      limit: PAGE_SIZE,
    });
    const runs = uids.length > 0 ? await this.reader.read(uids) : [];
    const isLast = next === undefined;
    if (isLast && !pass.patient) {
      this.begunAt = undefined;
    }
    this.pass = isLast ? undefined : { ...pass, after: next };
    return { runs, isFirst: pass.after === 0, isLast };
  }

  private passAt(now: number): Pass {
    const isWhole = this.pass !== undefined && !this.pass.patient;
    // One that takes very long is not begun anew before it ends, unless asked.
    if (now >= this.wholeAt && !(isWhole && this.wholeAt > -Infinity)) {
      if (this.pass?.patient) {
        this.missed(now);
      }
      this.wholeAt = now + INTERVAL_MS;
      this.begunAt ??= now;
      return { after: 0, patient: false };
    }
    if (!this.pass) {
      this.missingAt = Infinity;
      this.patientAt = now + MIN_PAUSE_MS;
      return { after: 0, patient: true };
    }
    return this.pass;
  }
}
