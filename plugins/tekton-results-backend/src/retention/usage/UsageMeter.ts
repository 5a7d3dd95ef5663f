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

import type { RetentionStore, StoredUsage } from '../../store';

/** For so long what was measured is told again. */
const MAX_AGE_MS = 10 * 60_000;

/** What was stored at a moment. */
export interface MeasuredUsage {
  /** When it was measured; ms since 1970 (UTC). */
  readonly time: number;
  /** By namespace, most bytes first. */
  readonly namespaces: readonly StoredUsage[];
}

/**
 * Tells what is stored. To find out, something of every row is read, which takes
 * seconds with a million of them: so it is done when somebody asks, at most once in
 * ten minutes, and once for all who ask meanwhile. Nothing else would be both true
 * and cheap: no index has sizes, and sums that are kept along would be one more row
 * that all who write wait for.
 */
export class UsageMeter {
  private readonly store: Pick<RetentionStore, 'usage'>;
  private readonly clock: () => number;
  private last?: MeasuredUsage;
  private running?: Promise<MeasuredUsage>;

  constructor(options: {
    store: Pick<RetentionStore, 'usage'>;
    /** ms since 1970 (UTC). */
    clock?: () => number;
  }) {
    this.store = options.store;
    this.clock = options.clock ?? Date.now;
  }

  /** What is stored, or was ten minutes ago. */
  async read(): Promise<MeasuredUsage> {
    if (this.last && this.clock() < this.last.time + MAX_AGE_MS) {
      return this.last;
    }
    this.running ??= this.measure().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private async measure(): Promise<MeasuredUsage> {
    const time = this.clock();
    const usage = await this.store.usage();
    const namespaces = [...usage].sort(
      (left, right) => right.bytes - left.bytes,
    );
    this.last = { time, namespaces };
    return this.last;
  }
}
