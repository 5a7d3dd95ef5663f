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

import type { Filter } from '../filter';
import type { ResultView } from './ResultStore';
import type { Interval } from './summaries/Interval';

/** What a time is cut down to: its minute, or its week, which begins on Monday. */
export type SummaryUnit = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

/** A time of a stored object. */
export type SummaryTime = 'creationTimestamp' | 'startTime' | 'completionTime';

/** What Records have in common that are summarized together. */
export type SummaryGrouping =
  | {
      readonly by: 'time';
      readonly unit: SummaryUnit;
      readonly time: SummaryTime;
    }
  | { readonly by: 'namespace' | 'pipeline' | 'repository' };

export interface SummarizeOptions {
  readonly view: ResultView;
  /** Absent: all. */
  readonly parent?: string;
  /** Absent: all. */
  readonly result?: string;
  /** Absent: all. */
  readonly filter?: Filter;
  /** Absent: all Records are one group. */
  readonly groupBy?: SummaryGrouping;
  /** Only how many Records there are, which asks least of the objects. */
  readonly totalOnly?: boolean;
}

/** How runs ended, by the reason of their first condition. */
export type SummaryOutcome =
  | 'succeeded'
  | 'failed'
  | 'cancelled'
  | 'running'
  | 'others';

/** What the objects of a group say. */
export interface ObjectFigures {
  readonly outcomes: Readonly<Record<SummaryOutcome, number>>;
  /** The latest start, in microseconds since 1970 (UTC). */
  readonly lastStart?: bigint;
  /** From start to completion. Absent: no object has both. */
  readonly durations?: {
    readonly total: Interval;
    readonly average: Interval;
    readonly min: Interval;
    readonly max: Interval;
  };
}

export interface SummaryGroup {
  /**
   * Unix seconds at which the unit of time begins, the namespace, or
   * `<namespace>/<name>`; null: the objects do not say.
   */
  readonly value: number | string | null;
  readonly total: number;
  /** Absent if only the total was asked for. */
  readonly figures?: ObjectFigures;
}

export interface Summary {
  /** In no order; a single group, maybe of nothing, without `groupBy`. */
  readonly groups: readonly SummaryGroup[];
  /** How many rows were read one by one. */
  readonly scanned: number;
}

/** Sums up Records by what their objects say. */
export interface SummaryStore {
  /** @throws SummaryLimitError if it would take too much */
  summarize(options: SummarizeOptions): Promise<Summary>;
}
