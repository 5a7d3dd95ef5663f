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

import type { Engine } from '../filters/engine';
import type { SummaryUnit } from '../SummaryStore';

/** How each engine says what summaries ask. Columns are named by code. */
interface SummaryDialect {
  /** Seconds since 1970 at which the unit began in which a time lies, in UTC. */
  truncatedSeconds(time: string, unit: SummaryUnit): string;
  /** Whole milliseconds from one time to another. */
  msBetween(start: string, end: string): string;
}

const MS_PER_DAY = 86_400_000;
/** 1969-12-29 was a Monday. */
const MS_FROM_MONDAY_TO_1970 = 3 * MS_PER_DAY;

// `extract` gives a `numeric`, which took half of the time of a summary. `date_part` gives
// a double: exact for whole seconds, and for milliseconds once it is rounded.
const postgres: SummaryDialect = {
  truncatedSeconds: (time, unit) =>
    `date_part('epoch', date_trunc('${unit}', ${time}, 'UTC'))::bigint`,
  msBetween: (start, end) =>
    `round(date_part('epoch', ${end} - ${start}) * 1000)::bigint`,
};

const sqlite: SummaryDialect = {
  truncatedSeconds(time, unit) {
    switch (unit) {
      case 'minute':
        return floored(time, 60_000);
      case 'hour':
        return floored(time, 3_600_000);
      case 'day':
        return floored(time, MS_PER_DAY);
      case 'week':
        return floored(time, 7 * MS_PER_DAY, MS_FROM_MONDAY_TO_1970);
      case 'month':
      case 'year':
        return `cast(strftime('%s', ${time} / 1000, 'unixepoch', 'start of ${unit}') as integer)`;
      default:
        return unit satisfies never;
    }
  },
  msBetween: (start, end) => `(${end} - ${start})`,
};

export const SUMMARY_DIALECTS: Readonly<Record<Engine, SummaryDialect>> = {
  postgres,
  sqlite,
};

/** Down to a multiple of a number of ms, also before 1970. */
function floored(time: string, size: number, offset = 0): string {
  const shifted = `(${time} + ${offset})`;
  return `((${shifted} - (${shifted} % ${size} + ${size}) % ${size} - ${offset}) / 1000)`;
}
