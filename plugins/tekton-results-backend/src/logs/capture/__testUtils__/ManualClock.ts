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

import type { CaptureClock } from '../CaptureClock';

const START = Date.UTC(2026, 10, 22);

/** Lets everything happen that needs no time. */
export async function turns(count = 50): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) {
    await new Promise(resolve => setImmediate(resolve));
  }
}

/** A clock that stands still until it is told how much time has passed. */
export class ManualClock implements CaptureClock {
  private time = START;
  private readonly sleepers = new Set<{ until: number; wake: () => void }>();

  now(): number {
    return this.time;
  }

  random(): number {
    return 0.5;
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const sleeper = { until: this.time + ms, wake: resolve };
      this.sleepers.add(sleeper);
      signal.addEventListener(
        'abort',
        () => {
          this.sleepers.delete(sleeper);
          reject(signal.reason);
        },
        { once: true },
      );
    });
  }

  /** Lets time pass, step by step, and all happen that is due by then. */
  async pass(ms: number): Promise<void> {
    const end = this.time + ms;
    await turns();
    for (;;) {
      const next = Math.min(...[...this.sleepers].map(({ until }) => until));
      if (next > end) {
        break;
      }
      this.time = Math.max(next, this.time);
      for (const sleeper of this.sleepers) {
        if (sleeper.until <= this.time) {
          this.sleepers.delete(sleeper);
          sleeper.wake();
        }
      }
      await turns();
    }
    this.time = end;
  }
}
