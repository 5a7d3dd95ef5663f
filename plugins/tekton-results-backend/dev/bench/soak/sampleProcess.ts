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
import { setTimeout as sleep } from 'timers/promises';
import { monitorWork, RESOLUTION_MS, waitedMs } from '../measure';
import { usedHeap } from '../watcher/memory';
import type { Sample } from './growthPerHour';

const EVERY_MS = 10_000;
/** A collection holds up all else: one of a hundred lists, if it came more often. */
const SAMPLES_TO_COLLECTION = 6;

/** How a process stood while it worked. */
export interface ProcessSamples {
  /** Bytes that are in use, after a collection, once a minute. */
  readonly heap: readonly Sample[];
  /** Bytes that the system gave it. */
  readonly memory: readonly Sample[];
  /** The longest that timers had to wait between two samples (ms). */
  readonly blockedMs: readonly Sample[];
  /** The most processor time of one turn between two samples (ms). */
  readonly turnMs: readonly Sample[];
}

/**
 * Looks at this process every ten seconds until it is told to stop. Delays are measured
 * in between.
 *
 * @param onSample - gets the seconds since the start
 */
export async function sampleProcess(
  signal: AbortSignal,
  onSample: (second: number) => void,
): Promise<ProcessSamples> {
  const start = performance.now();
  const heap: Sample[] = [];
  const memory: Sample[] = [];
  const blockedMs: Sample[] = [];
  const turnMs: Sample[] = [];
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  const work = monitorWork();
  while (!signal.aborted) {
    delay.enable();
    work.reset();
    await sleep(EVERY_MS, undefined, { signal }).catch(() => {});
    delay.disable();
    const second = (performance.now() - start) / 1_000;
    blockedMs.push({ second, value: waitedMs(delay.max) });
    turnMs.push({ second, value: work.mostMs() });
    delay.reset();
    onSample(second);
    memory.push({ second, value: process.memoryUsage.rss() });
    if (memory.length % SAMPLES_TO_COLLECTION === 0) {
      heap.push({ second, value: usedHeap() });
    }
  }
  work.stop();
  return { heap, memory, blockedMs, turnMs };
}
