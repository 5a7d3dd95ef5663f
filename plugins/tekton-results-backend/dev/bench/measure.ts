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
import { setTimeout } from 'timers/promises';

/** What a piece of work took, of several times. */
export interface Measurement {
  /** Median. */
  readonly ms: number;
  /** The longest that timers had to wait. */
  readonly blockedMs: number;
  /** The same each time, its median: what else the machine does counts for less. */
  readonly usuallyBlockedMs: number;
  /** The most processor time of one turn of the event loop. */
  readonly turnMs: number;
}

const NANOS_PER_MS = 1e6;
const MICROS_PER_MS = 1e3;
/** Of histograms of delays, ms. */
export const RESOLUTION_MS = 2;
const SETTLE_MS = 2 * RESOLUTION_MS;
const MIN_TIMES = 3;
const MAX_TIMES = 25;
const ENOUGH_MS = 2_000;
/** What takes longer is not repeated. */
const LONG_MS = 5_000;

interface Timed {
  readonly ms: number;
  readonly blockedMs: number;
  readonly turnMs: number;
}

/** Does work several times, after a first time for warming up, but once if that takes long. */
export async function measure(
  work: () => Promise<unknown>,
): Promise<Measurement> {
  const first = await timed(work);
  const times = first.ms > LONG_MS ? [first] : await timedAgain(work);
  const blocks = times.map(({ blockedMs }) => blockedMs);
  return {
    ms: median(times.map(({ ms }) => ms)),
    blockedMs: Math.max(...blocks),
    usuallyBlockedMs: median(blocks),
    turnMs: Math.max(...times.map(({ turnMs }) => turnMs)),
  };
}

async function timedAgain(work: () => Promise<unknown>): Promise<Timed[]> {
  const times: Timed[] = [];
  let total = 0;
  while (
    times.length < MIN_TIMES ||
    (times.length < MAX_TIMES && total < ENOUGH_MS)
  ) {
    const time = await timed(work);
    times.push(time);
    total += time.ms;
  }
  return times;
}

async function timed(work: () => Promise<unknown>): Promise<Timed> {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  const turns = monitorWork();
  await setTimeout(SETTLE_MS);
  turns.reset();
  try {
    const start = performance.now();
    await work();
    const ms = performance.now() - start;
    // How long the last block was is known when timers have their turn again.
    await setTimeout(SETTLE_MS);
    return { ms, blockedMs: waitedMs(delay.max), turnMs: turns.mostMs() };
  } finally {
    turns.stop();
    delay.disable();
  }
}

/** For how long a timer had to wait, by a delay of such a histogram (ns). */
export function waitedMs(delayNanos: number): number {
  return Math.max(delayNanos / NANOS_PER_MS - RESOLUTION_MS, 0);
}

/** What a thread does itself from turn to turn of its event loop. */
export interface WorkMonitor {
  /** The most processor time that it took in one turn, ms. */
  readonly mostMs: () => number;
  readonly reset: () => void;
  readonly stop: () => void;
}

/**
 * Notes the processor time that this thread takes between two turns of timers: what it does
 * itself, and not what it waits for a processor or a disk. Short turns may count as one.
 */
export function monitorWork(): WorkMonitor {
  let most = 0;
  let before = process.threadCpuUsage();
  const look = () => {
    const now = process.threadCpuUsage();
    most = Math.max(most, now.user + now.system - before.user - before.system);
    before = now;
  };
  const timer = setInterval(look, RESOLUTION_MS);
  timer.unref();
  return {
    mostMs: () => {
      look();
      return most / MICROS_PER_MS;
    },
    reset: () => {
      look();
      most = 0;
    },
    stop: () => clearInterval(timer),
  };
}

/** The middle one of some numbers, of which there is at least one. */
export function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

/** Such that a part of some numbers, of which there is at least one, is below it. */
export function quantile(numbers: readonly number[], part: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}
