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

import {
  compareIntervals,
  formatInterval,
  type Interval,
  type SummaryGroup,
} from '../../store';
import type { SummaryItem, SummaryOrder } from './parseSummaryQuery';

const MICROS_PER_SECOND = 1_000_000;

/** A count, a time in seconds, or a duration; null: there is none. */
type Value = number | Interval | null;

/**
 * The groups of a summary as upstream sends them, with sorted keys. Upstream
 * leaves those without an order, or of the same rank, in any order; here they are
 * in that of what they have in common.
 */
export function formatSummary(
  groups: readonly SummaryGroup[],
  options: {
    items: readonly SummaryItem[];
    grouped: boolean;
    order?: SummaryOrder;
  },
): Array<Record<string, string | number | null>> {
  const { items, grouped, order } = options;
  const names = [...items, ...(grouped ? ['group_value' as const] : [])];
  return [...groups]
    .sort((a, b) => (order && compareBy(order, a, b)) || compareGroups(a, b))
    .map(group =>
      Object.fromEntries(
        names
          .sort()
          .map(name => [
            name,
            name === 'group_value'
              ? group.value
              : formatValue(valueOf(group, name)),
          ]),
      ),
    );
}

function valueOf({ total, figures }: SummaryGroup, item: SummaryItem): Value {
  const durations = figures?.durations;
  switch (item) {
    case 'total':
      return total;
    case 'succeeded':
    case 'failed':
    case 'cancelled':
    case 'running':
    case 'others':
      return figures?.outcomes[item] ?? 0;
    case 'last_runtime':
      return figures?.lastStart === undefined
        ? null
        : Number(figures.lastStart) / MICROS_PER_SECOND;
    case 'avg_duration':
      return durations?.average ?? null;
    case 'max_duration':
      return durations?.max ?? null;
    case 'min_duration':
      return durations?.min ?? null;
    case 'total_duration':
      return durations?.total ?? null;
    default:
      return item satisfies never;
  }
}

function formatValue(value: Value): string | number | null {
  return typeof value === 'object' && value !== null
    ? formatInterval(value)
    : value;
}

function compareBy(
  { item, direction }: SummaryOrder,
  a: SummaryGroup,
  b: SummaryGroup,
): number {
  const ascending = compareValues(valueOf(a, item), valueOf(b, item));
  return direction === 'asc' ? ascending : -ascending;
}

/** As in PostgreSQL, what is not known is greater than all that is. */
function compareValues(a: Value, b: Value): number {
  if (a === null || b === null) {
    return Number(a === null) - Number(b === null);
  }
  return typeof a === 'object' && typeof b === 'object'
    ? compareIntervals(a, b)
    : Number(a) - Number(b);
}

function compareGroups({ value: a }: SummaryGroup, { value: b }: SummaryGroup) {
  if (typeof a === 'string' && typeof b === 'string') {
    return a < b ? -1 : 1;
  }
  return compareValues(
    typeof a === 'string' ? 0 : a,
    typeof b === 'string' ? 0 : b,
  );
}
