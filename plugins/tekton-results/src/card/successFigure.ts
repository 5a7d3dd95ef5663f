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

import type { RunStatistics } from 'backstage-plugin-tekton-results-common';
import { MIN_RUNS_FOR_RATE, statusCounts } from '../runs';

/** With fewer runs on either side a change may be chance. */
const MIN_RUNS_FOR_CHANGE = 20;

/** How often runs succeed, as it may be said. */
export type SuccessFigure =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'fraction';
      readonly succeeded: number;
      readonly rated: number;
    }
  | { readonly kind: 'rate'; readonly rate: number };

/** How often runs succeed: of few runs in figures, of many as a share. */
export function successFigure(statistics: RunStatistics): SuccessFigure {
  const { rated, succeeded } = statusCounts(statistics);
  const { successRate } = statistics;
  if (successRate === undefined || rated === 0) {
    return { kind: 'none' };
  }
  return rated < MIN_RUNS_FOR_RATE
    ? { kind: 'fraction', succeeded, rated }
    : { kind: 'rate', rate: successRate };
}

/** By how many percentage points the rate has changed; nothing where that may be chance. */
export function rateChange(
  current: RunStatistics,
  previous: RunStatistics,
): number | undefined {
  const enough = [current, previous].every(
    statistics => statusCounts(statistics).rated >= MIN_RUNS_FOR_CHANGE,
  );
  if (
    !enough ||
    current.successRate === undefined ||
    previous.successRate === undefined
  ) {
    return undefined;
  }
  return Math.round((current.successRate - previous.successRate) * 1_000) / 10;
}
