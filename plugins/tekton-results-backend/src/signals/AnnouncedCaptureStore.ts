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
  CapturedRun,
  CaptureScope,
  CaptureStore,
  LostRun,
} from '../store';

/** Says when runs were captured, or are gone. */
export class AnnouncedCaptureStore implements CaptureStore {
  private readonly store: CaptureStore;
  private readonly onChange: () => void;

  /** @param onChange - called after the commit */
  constructor(store: CaptureStore, onChange: () => void) {
    this.store = store;
    this.onChange = onChange;
  }

  async resumePoint(scope: CaptureScope): Promise<string | undefined> {
    return this.store.resumePoint(scope);
  }

  async record(
    scope: CaptureScope,
    runs: readonly CapturedRun[],
    options?: Parameters<CaptureStore['record']>[2],
  ): Promise<void> {
    await this.store.record(scope, runs, options);
    if (runs.length > 0) {
      this.onChange();
    }
  }

  placeBeside(): (() => void) | undefined {
    return this.store.placeBeside();
  }

  async liveRuns(scope: CaptureScope): Promise<ReadonlyMap<string, number>> {
    return this.store.liveRuns(scope);
  }

  async markGone(
    scope: CaptureScope,
    uids: readonly string[],
    options: Parameters<CaptureStore['markGone']>[2],
  ): Promise<readonly LostRun[]> {
    const lost = await this.store.markGone(scope, uids, options);
    if (uids.length > 0) {
      this.onChange();
    }
    return lost;
  }
}
