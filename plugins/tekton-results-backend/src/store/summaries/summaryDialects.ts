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

const SECONDS_PER_DAY = 86_400;
/** 1969-12-29 was a Monday. */
const SECONDS_FROM_MONDAY_TO_1970 = 3 * SECONDS_PER_DAY;

/** Units that all last as long: in seconds, and by how many one begins before 1970. */
const EVEN_UNITS = {
  minute: { size: 60, before1970: 0 },
  hour: { size: 3_600, before1970: 0 },
  day: { size: SECONDS_PER_DAY, before1970: 0 },
  week: {
    size: 7 * SECONDS_PER_DAY,
    before1970: SECONDS_FROM_MONDAY_TO_1970,
  },
} as const satisfies Partial<Record<SummaryUnit, object>>;

// `extract` gives a `numeric`, and `date_trunc` asks calendars: each took a quarter to half
// of the time of a summary. `date_part` gives a double: exact for whole seconds, and for
// milliseconds once it is rounded. PostgreSQL has statistics of the days that it
// is asked for in these very words (`records_days_of_…`).
const postgres: SummaryDialect = {
  truncatedSeconds(time, unit) {
    switch (unit) {
      case 'month':
      case 'year':
        return `date_part('epoch', date_trunc('${unit}', ${time}, 'UTC'))::bigint`;
      default: {
        const { size, before1970 } = EVEN_UNITS[unit];
        const seconds = `date_part('epoch', ${time})`;
        return before1970 === 0
          ? `floor(${seconds} / ${size})::bigint * ${size}`
          : `floor((${seconds} + ${before1970}) / ${size})::bigint * ${size} - ${before1970}`;
      }
    }
  },
  msBetween: (start, end) =>
    `round(date_part('epoch', ${end} - ${start}) * 1000)::bigint`,
};

const sqlite: SummaryDialect = {
  truncatedSeconds(time, unit) {
    switch (unit) {
      case 'month':
      case 'year':
        return `cast(strftime('%s', ${time} / 1000, 'unixepoch', 'start of ${unit}') as integer)`;
      default: {
        const { size, before1970 } = EVEN_UNITS[unit];
        return floored(time, size * 1_000, before1970 * 1_000);
      }
    }
  },
  msBetween: (start, end) => `(${end} - ${start})`,
};

export const SUMMARY_DIALECTS: Readonly<Record<Engine, SummaryDialect>> = {
  postgres,
  sqlite,
};

/** Down to a multiple of a number of ms, also before 1970. */
function floored(time: string, size: number, offset: number): string {
  const shifted = `(${time} + ${offset})`;
  return `((${shifted} - (${shifted} % ${size} + ${size}) % ${size} - ${offset}) / 1000)`;
}
