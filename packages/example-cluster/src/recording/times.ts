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

import { JsonObject } from '../kubernetes';

/** Every way that a time is written in the recordings: with or without a fraction of a second. */
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;

/** The latest time that an object mentions; 0 when there is none. */
export function latestTime(object: JsonObject): number {
  const times = JSON.stringify(object).match(TIME) ?? [];
  return Math.max(0, ...times.map(time => Date.parse(time)));
}

/** Replaces every time in a text, at the precision that it was written with. */
export function replaceTimes(
  text: string,
  map: (recordedMs: number) => number,
): string {
  return text.replace(TIME, time => printLike(time, map(Date.parse(time))));
}

/** Prints a time with as many decimals as the pattern has; cut off, so never later than the moment. */
export function printLike(pattern: string, ms: number): string {
  const iso = new Date(ms).toISOString();
  const decimals = /\.(\d+)Z$/.exec(pattern)?.[1].length ?? 0;
  const fraction = iso.slice(20, 23).padEnd(decimals, '0').slice(0, decimals);
  return `${iso.slice(0, 19)}${decimals ? `.${fraction}` : ''}Z`;
}
