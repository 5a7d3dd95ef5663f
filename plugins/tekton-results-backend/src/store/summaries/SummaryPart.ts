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

import type { SummaryGroup } from '../SummaryStore';
import {
  addIntervals,
  compareIntervals,
  divideInterval,
  intervalOf,
  type Interval,
} from './Interval';
import type { ObjectFacts } from './objectFacts';
import { NO_OUTCOMES, outcomeOf } from './outcomes';

/** The sums over some of the Records of a group. */
export interface SummaryPart {
  readonly total: number;
  readonly outcomes: typeof NO_OUTCOMES;
  /** Microseconds since 1970 (UTC). */
  readonly lastStart?: bigint;
  readonly durations?: {
    readonly count: number;
    readonly sum: Interval;
    readonly min: Interval;
    readonly max: Interval;
  };
}

export const EMPTY_PART: SummaryPart = { total: 0, outcomes: NO_OUTCOMES };

/** The sums over a single Record. */
export function partOf(facts: ObjectFacts): SummaryPart {
  const { reason, startTime, completionTime } = facts;
  const duration =
    startTime === undefined || completionTime === undefined
      ? undefined
      : intervalOf(completionTime - startTime);
  return {
    total: 1,
    outcomes:
      reason === undefined
        ? NO_OUTCOMES
        : { ...NO_OUTCOMES, [outcomeOf(reason)]: 1 },
    lastStart: startTime,
    durations: duration && {
      count: 1,
      sum: duration,
      min: duration,
      max: duration,
    },
  };
}

/** The sums over the Records of both. */
export function joinParts(a: SummaryPart, b: SummaryPart): SummaryPart {
  return {
    total: a.total + b.total,
    outcomes: {
      succeeded: a.outcomes.succeeded + b.outcomes.succeeded,
      failed: a.outcomes.failed + b.outcomes.failed,
      cancelled: a.outcomes.cancelled + b.outcomes.cancelled,
      running: a.outcomes.running + b.outcomes.running,
      others: a.outcomes.others + b.outcomes.others,
    },
    lastStart: joined(a.lastStart, b.lastStart, (x, y) => (x > y ? x : y)),
    durations: joined(a.durations, b.durations, (x, y) => ({
      count: x.count + y.count,
      sum: addIntervals(x.sum, y.sum),
      min: compareIntervals(x.min, y.min) <= 0 ? x.min : y.min,
      max: compareIntervals(x.max, y.max) >= 0 ? x.max : y.max,
    })),
  };
}

/** What is said of a whole group. */
export function figuresOf({
  outcomes,
  lastStart,
  durations,
}: SummaryPart): SummaryGroup['figures'] {
  return {
    outcomes,
    lastStart,
    durations: durations && {
      total: durations.sum,
      average: divideInterval(durations.sum, durations.count),
      min: durations.min,
      max: durations.max,
    },
  };
}

function joined<T>(
  a: T | undefined,
  b: T | undefined,
  join: (a: T, b: T) => T,
): T | undefined {
  if (a === undefined) {
    return b;
  }
  return b === undefined ? a : join(a, b);
}
