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

const HOUR_MS = 60 * 60 * 1000;

/** How busy an hour is, compared to the middle of a working day. Hours are those of UTC. */
export function busyness(hourStartMs: number): number {
  const date = new Date(hourStartMs);
  const weekend = date.getUTCDay() === 0 || date.getUTCDay() === 6;
  const working = date.getUTCHours() >= 8 && date.getUTCHours() < 18;
  if (weekend) {
    return working ? 0.08 : 0.03;
  }
  return working ? 1 : 0.1;
}

/**
 * Spreads moments between two times so that busy hours get more of them. Gives them in order;
 * `chance` decides where in its share each moment lies.
 */
export function* spreadMoments(options: {
  count: number;
  fromMs: number;
  toMs: number;
  chance: () => number;
}): Generator<number> {
  const { count, fromMs, toMs } = options;
  const hours: { startMs: number; lengthMs: number; load: number }[] = [];
  let total = 0;
  for (let startMs = fromMs; startMs < toMs; ) {
    const nextHour = (Math.floor(startMs / HOUR_MS) + 1) * HOUR_MS;
    const lengthMs = Math.min(nextHour, toMs) - startMs;
    const load = busyness(startMs) * (lengthMs / HOUR_MS);
    hours.push({ startMs, lengthMs, load });
    total += load;
    startMs += lengthMs;
  }
  let hour = 0;
  let before = 0;
  for (let index = 0; index < count; index += 1) {
    const target = ((index + options.chance()) / count) * total;
    while (hour < hours.length - 1 && before + hours[hour].load <= target) {
      before += hours[hour].load;
      hour += 1;
    }
    const { startMs, lengthMs, load } = hours[hour];
    yield startMs + Math.min(1, (target - before) / load) * lengthMs;
  }
}
