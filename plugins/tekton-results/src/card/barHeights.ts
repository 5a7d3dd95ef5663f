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

/** A run of no length still has a bar to point at. */
const LOWEST = 0.15;

/**
 * How high the bar of each duration (ms) is, from 0 to 1: the longest is 1, and one
 * that is not known yet is as low as can be.
 */
export function barHeights(
  durations: ReadonlyArray<number | undefined>,
): number[] {
  const longest = Math.max(0, ...durations.map(duration => duration ?? 0));
  return durations.map(duration =>
    duration === undefined || longest === 0
      ? LOWEST
      : LOWEST + (1 - LOWEST) * (duration / longest),
  );
}
