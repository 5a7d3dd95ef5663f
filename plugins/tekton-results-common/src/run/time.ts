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

/** Milliseconds since 1970 (UTC) of an RFC 3339 time; undefined if it is none. */
export function timestampMs(time: string | undefined): number | undefined {
  const ms = time === undefined ? NaN : Date.parse(time);
  return Number.isNaN(ms) ? undefined : ms;
}

/** Milliseconds between two RFC 3339 times; never negative, as clocks differ. */
export function durationMs(
  from: string | undefined,
  to: string | undefined,
): number | undefined {
  const start = timestampMs(from);
  const end = timestampMs(to);
  return start === undefined || end === undefined
    ? undefined
    : Math.max(0, end - start);
}
