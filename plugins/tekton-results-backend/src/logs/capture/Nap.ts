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

import type { CaptureClock } from './CaptureClock';

/** Sleeps that somebody may cut short. */
export class Nap {
  private readonly clock: CaptureClock;
  private wakeUp = () => {};

  constructor(clock: CaptureClock) {
    this.clock = clock;
  }

  /** Ends the sleep, if there is one. */
  wake(): void {
    this.wakeUp();
  }

  /** Sleeps until a time has passed, the signal is aborted or somebody wakes it. */
  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (ms <= 0) {
      return;
    }
    const nap = new AbortController();
    const wake = () => nap.abort();
    this.wakeUp = wake;
    signal.addEventListener('abort', wake, { once: true });
    await pause(this.clock, ms, nap.signal);
    signal.removeEventListener('abort', wake);
    this.wakeUp = () => {};
  }
}

/** Sleeps until a time has passed or the signal is aborted. */
export async function pause(
  clock: CaptureClock,
  ms: number,
  signal: AbortSignal,
): Promise<void> {
  await clock.sleep(ms, signal).catch(error => {
    if (!signal.aborted) {
      throw error;
    }
  });
}
