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

import { monitorEventLoopDelay, performance } from 'perf_hooks';

/** What a piece of work took, of several times. */
export interface Measurement {
  /** Median. */
  readonly ms: number;
  /** The longest that timers had to wait. */
  readonly blockedMs: number;
}

const NANOS_PER_MS = 1e6;
const RESOLUTION_MS = 2;
const MIN_TIMES = 3;
const MAX_TIMES = 9;
const ENOUGH_MS = 2_000;

/** Does work several times, the first time for warming up. */
export async function measure(
  work: () => Promise<unknown>,
): Promise<Measurement> {
  const times: number[] = [];
  let blockedMs = 0;
  let total = 0;
  await work();
  while (
    times.length < MIN_TIMES ||
    (times.length < MAX_TIMES && total < ENOUGH_MS)
  ) {
    const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
    delay.enable();
    const start = performance.now();
    await work();
    const ms = performance.now() - start;
    delay.disable();
    times.push(ms);
    total += ms;
    blockedMs = Math.max(
      blockedMs,
      delay.max / NANOS_PER_MS - RESOLUTION_MS,
      0,
    );
  }
  times.sort((a, b) => a - b);
  return { ms: times[Math.floor(times.length / 2)], blockedMs };
}
