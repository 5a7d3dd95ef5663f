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
} from '../../../src/store';

/** A store that tells what was committed, and how far. */
export class ObservedStore implements CaptureStore {
  private readonly store: CaptureStore;
  private readonly onCommitted: (runs: readonly CapturedRun[]) => void;
  private waiting: Array<{ version: number; resolve: () => void }> = [];
  private reached = 0;

  constructor(
    store: CaptureStore,
    onCommitted: (runs: readonly CapturedRun[]) => void,
  ) {
    this.store = store;
    this.onCommitted = onCommitted;
  }

  /** Settles when everything up to a version is committed. */
  async until(version: number): Promise<void> {
    if (this.reached < version) {
      await new Promise<void>(resolve =>
        this.waiting.push({ version, resolve }),
      );
    }
  }

  resumePoint(scope: CaptureScope) {
    return this.store.resumePoint(scope);
  }

  liveRuns(scope: CaptureScope) {
    return this.store.liveRuns(scope);
  }

  async record(
    scope: CaptureScope,
    runs: readonly CapturedRun[],
    options?: { resumePoint?: string; regressed?: boolean },
  ) {
    await this.store.record(scope, runs, options);
    this.onCommitted(runs);
    this.move(options?.resumePoint);
  }

  async markGone(
    scope: CaptureScope,
    uids: readonly string[],
    options: { resumePoint?: string; listVersion: number },
  ) {
    const lost = await this.store.markGone(scope, uids, options);
    this.move(options.resumePoint);
    return lost;
  }

  private move(resumePoint: string | undefined): void {
    this.reached = Math.max(this.reached, Number(resumePoint ?? 0));
    this.waiting = this.waiting.filter(({ version, resolve }) => {
      if (version <= this.reached) {
        resolve();
      }
      return version > this.reached;
    });
  }
}
