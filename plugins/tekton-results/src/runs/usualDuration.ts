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

import type { DurationStatistics } from 'backstage-plugin-tekton-results-common';

/** With fewer runs nothing is usual. */
const MIN_RUNS = 5;

/** With fewer runs the 95th percentile is but the longest of them. */
const MIN_RUNS_FOR_P95 = 20;

/** How a duration stands to the usual ones. */
export interface DurationComparison {
  /** Longer than the 95th percentile, or than any where runs are too few for it. */
  readonly slow?: 'p95' | 'max';
}

/** Compares a duration (ms); nothing if too few runs succeeded to tell. */
export function comparison(
  durationMs: number,
  usual: DurationStatistics,
): DurationComparison | undefined {
  if (usual.count < MIN_RUNS) {
    return undefined;
  }
  if (usual.count < MIN_RUNS_FOR_P95) {
    return { slow: durationMs > usual.maxMs ? 'max' : undefined };
  }
  return { slow: durationMs > usual.p95Ms ? 'p95' : undefined };
}

/** What stands for "nearly all runs are faster", and how it is called. */
export function upperDuration(usual: DurationStatistics): {
  readonly name: 'p95' | 'max';
  readonly ms: number;
} {
  return usual.count < MIN_RUNS_FOR_P95
    ? { name: 'max', ms: usual.maxMs }
    : { name: 'p95', ms: usual.p95Ms };
}
