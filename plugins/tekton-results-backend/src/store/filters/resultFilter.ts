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

import { setImmediate } from 'timers/promises';
import {
  CelTimestamp,
  compileFilter,
  NANOS_PER_MS,
  RESULT_STATUS_NUMBERS,
  type CelValue,
  type Filter,
} from '../../filter';
import { fromDbTime, type DbResultsRow, type DbTime } from '../tables';
import type { Engine } from './engine';
import { HEAD_ROWS, WINDOW_ROWS, type FilterContext } from './filterContext';
import { isDecided, prepareFilter } from './prepareFilter';
import { resultFilterSchema } from './resultFilterSchema';
import type { ScanOptions, ScanRow } from './scanRows';

const NANOS_PER_MICRO = 1_000n;

/** Results are few and small, so they are asked here; others get their turn. */
const MAX_SLICE_MS = 10;
const MAX_MACRO_MS = 40;

/** Between these SQL calculates with times as CEL does. */
const PLAIN_TIMES: Readonly<Record<Engine, string>> = {
  postgres:
    "timestamptz '1900-01-01 00:00:00+00' and timestamptz '2200-01-01 00:00:00+00'",
  sqlite: `${Date.UTC(1900, 0, 1)} and ${Date.UTC(2200, 0, 1)}`,
};

/** How a scan applies a filter on Results, as table `t`. */
export async function resultFilterScan<Row extends DbResultsRow & ScanRow>(
  context: FilterContext,
  filter: Filter,
): Promise<
  Pick<ScanOptions<Row>, 'where' | 'headRows' | 'windowRows' | 'ask'>
> {
  const { engine } = context;
  const query = await prepareFilter({
    ...context,
    alias: 't',
    filter,
    schema: resultFilterSchema(engine),
    inexact: { sql: inexactTimes(engine), exist: async () => true },
  });
  const matches = compileFilter(filter.expression, MAX_MACRO_MS);
  return {
    where: query.where,
    headRows: query.index === 'rare' ? undefined : HEAD_ROWS,
    windowRows: query.index ? undefined : WINDOW_ROWS[engine],
    ask: isDecided(query)
      ? undefined
      : {
          parallelism: 0,
          matching: async rows => {
            const verdicts: boolean[] = [];
            let since = Date.now();
            for (const row of rows) {
              verdicts.push(matches(name => valueOf(row, name)));
              if (Date.now() - since >= MAX_SLICE_MS) {
                await setImmediate();
                since = Date.now();
              }
            }
            return verdicts;
          },
        },
  };
}

/**
 * Results with times that only the evaluation deals with: clients may write
 * finer ones than the columns that are compared, and any from the year 1 on.
 */
function inexactTimes(engine: Engine): string {
  const conditions = ['start', 'end'].flatMap(name => [
    `t.summary_${name}_micros <> 0`,
    `t.summary_${name}_time not between ${PLAIN_TIMES[engine]}`,
  ]);
  return `(${conditions.join(' or ')})`;
}

function valueOf(row: DbResultsRow, name: string): CelValue | undefined {
  switch (name) {
    case 'cluster':
    case 'parent':
    case 'uid':
      return row[name];
    case 'annotations':
      return JSON.parse(row.annotations);
    case 'create_time':
    case 'update_time':
      return timestamp(row[name], 0);
    case 'summary.record':
      return row.summary_record ?? '';
    case 'summary.type':
      return row.summary_type ?? '';
    case 'summary.status':
      return statusNumber(row.summary_status);
    case 'summary.start_time':
      return timestamp(row.summary_start_time, row.summary_start_micros);
    case 'summary.end_time':
      return timestamp(row.summary_end_time, row.summary_end_micros);
    case 'summary.annotations':
      return JSON.parse(row.summary_annotations ?? '{}');
    default:
      return undefined;
  }
}

function timestamp(
  time: DbTime | null,
  micros: number,
): CelTimestamp | undefined {
  return time === null
    ? undefined
    : new CelTimestamp(
        BigInt(fromDbTime(time)) * NANOS_PER_MS +
          BigInt(micros) * NANOS_PER_MICRO,
      );
}

function statusNumber(status: string | null): bigint {
  const numbers: Readonly<Record<string, bigint>> = RESULT_STATUS_NUMBERS;
  return numbers[status ?? 'UNKNOWN'] ?? 0n;
}
