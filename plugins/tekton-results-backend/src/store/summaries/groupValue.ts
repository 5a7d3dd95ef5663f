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

import type {
  SummaryGroup,
  SummaryGrouping,
  SummaryUnit,
} from '../SummaryStore';
import type { ObjectFacts } from './objectFacts';

const MICROS_PER_SECOND = 1_000_000;
const DAYS_PER_WEEK = 7;
const DAYS_FROM_MONDAY_TO_SUNDAY = 6;

/** The group that an object belongs to. */
export function groupValue(
  facts: ObjectFacts,
  grouping: SummaryGrouping | undefined,
): SummaryGroup['value'] {
  if (!grouping) {
    return null;
  }
  switch (grouping.by) {
    case 'time': {
      const time = facts[grouping.time];
      return time === undefined ? null : truncatedSeconds(time, grouping.unit);
    }
    case 'namespace':
      return facts.namespace ?? null;
    case 'pipeline':
    case 'repository':
      // Different namespaces may have pipelines of the same name.
      return `${facts.namespace ?? ''}/${facts[grouping.by] ?? ''}`;
    default:
      return grouping satisfies never;
  }
}

/**
 * When the unit began in which a time lies, in UTC.
 *
 * @param micros - since 1970
 * @returns seconds since 1970
 */
export function truncatedSeconds(micros: bigint, unit: SummaryUnit): number {
  const seconds = Math.floor(Number(micros) / MICROS_PER_SECOND);
  const date = new Date(seconds * 1000);
  switch (unit) {
    case 'minute':
      date.setUTCSeconds(0);
      break;
    case 'hour':
      date.setUTCMinutes(0, 0);
      break;
    case 'day':
      date.setUTCHours(0, 0, 0);
      break;
    case 'week':
      date.setUTCHours(0, 0, 0);
      date.setUTCDate(
        date.getUTCDate() -
          ((date.getUTCDay() + DAYS_FROM_MONDAY_TO_SUNDAY) % DAYS_PER_WEEK),
      );
      break;
    case 'month':
      date.setUTCHours(0, 0, 0);
      date.setUTCDate(1);
      break;
    case 'year':
      date.setUTCHours(0, 0, 0);
      date.setUTCMonth(0, 1);
      break;
    default:
      return unit satisfies never;
  }
  return date.getTime() / 1000;
}
