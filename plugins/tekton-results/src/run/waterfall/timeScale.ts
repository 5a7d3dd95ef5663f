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

/** A stretch of time that is as wide as the waterfall. Ms since 1970. */
export interface TimeScale {
  readonly fromMs: number;
  readonly toMs: number;
}

/** A mark on the axis: its place in percent, and the time since the start (ms). */
export interface Tick {
  readonly percent: number;
  readonly ms: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Distances between marks that people read without effort. */
const TICK_STEPS_MS = [
  ...[1, 2, 5, 10, 15, 30].map(count => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map(count => count * MINUTE),
  ...[1, 2, 3, 6, 12].map(count => count * HOUR),
  ...[1, 2, 7, 14, 30].map(count => count * DAY),
];
/** A run that took less is drawn as if it took this. */
const MIN_LENGTH_MS = SECOND;

/** The scale on which all of the given times have room. */
export function scaleOf(times: ReadonlyArray<number | undefined>): TimeScale {
  const known = times.filter(time => time !== undefined);
  const fromMs = known.length > 0 ? Math.min(...known) : 0;
  const toMs = known.length > 0 ? Math.max(...known) : 0;
  return { fromMs, toMs: Math.max(toMs, fromMs + MIN_LENGTH_MS) };
}

/** Where a time is, in percent of the width; never outside of it. */
export function percentOf(scale: TimeScale, ms: number): number {
  const percent = ((ms - scale.fromMs) / (scale.toMs - scale.fromMs)) * 100;
  return Math.min(100, Math.max(0, percent));
}

/** Whether nothing of a stretch of time is on the scale. */
export function isOutside(
  scale: TimeScale,
  fromMs: number,
  toMs: number,
): boolean {
  // What took no time is there at either end.
  return fromMs === toMs
    ? toMs < scale.fromMs || fromMs > scale.toMs
    : toMs <= scale.fromMs || fromMs >= scale.toMs;
}

/**
 * The marks of a scale, counted from a start, at most as many as given.
 */
export function ticksOf(
  scale: TimeScale,
  startMs: number,
  maxTicks: number,
): Tick[] {
  const length = scale.toMs - scale.fromMs;
  const step =
    TICK_STEPS_MS.find(ms => length / ms <= maxTicks) ??
    Math.ceil(length / maxTicks / DAY) * DAY;
  const ticks: Tick[] = [];
  const first = Math.ceil((scale.fromMs - startMs) / step) * step;
  for (let ms = first; startMs + ms < scale.toMs; ms += step) {
    ticks.push({ percent: percentOf(scale, startMs + ms), ms });
  }
  return ticks;
}
