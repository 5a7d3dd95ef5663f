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

import type { Knex } from 'knex';
import type { Engine } from '../filters/engine';
import type { SummaryGroup, SummaryGrouping } from '../SummaryStore';
import { fromDbTime, type DbInteger, type DbTime } from '../tables';
import { intervalOf } from './Interval';
import { FACT_COLUMNS } from './objectFacts';
import { NO_OUTCOMES, OUTCOME_REASONS } from './outcomes';
import { SUMMARY_DIALECTS } from './summaryDialects';
import { MAX_GROUPS } from './SummaryGroups';
import type { SummaryPart } from './SummaryPart';

const MS_PER_DAY = 86_400_000;
const MICROS_PER_MS = 1_000n;

const KNOWN_REASONS = Object.values(OUTCOME_REASONS).flat();

const SUMS = [
  ...Object.entries(OUTCOME_REASONS).map(
    ([outcome, reasons]) =>
      `count(case when reason in (${texts(reasons)}) then 1 end) as ${outcome}`,
  ),
  `count(case when reason not in (${texts(
    KNOWN_REASONS,
  )}) then 1 end) as others`,
  'max(start_time) as last_start',
  'count(duration) as duration_count',
  `sum(duration / ${MS_PER_DAY}) as duration_days`,
  `sum(duration % ${MS_PER_DAY}) as duration_rest_ms`,
  'min(duration) as duration_min_ms',
  'max(duration) as duration_max_ms',
];

/** What {@link summaryStatement} answers; sums of nothing are null. */
export interface SummaryRow
  extends Partial<Record<keyof typeof NO_OUTCOMES, DbInteger>> {
  group_value?: string | DbInteger | null;
  total: DbInteger;
  last_start?: DbTime | null;
  duration_count?: DbInteger;
  duration_days?: DbInteger | null;
  duration_rest_ms?: DbInteger | null;
  duration_min_ms?: DbInteger | null;
  duration_max_ms?: DbInteger | null;
}

/**
 * Sums up rows of `records`, as table `t`, by what their columns say: first the
 * group and the duration of each row, then the sums over each group. Days and
 * the rest of a duration are added apart, see {@link Interval}.
 */
export function summaryStatement(options: {
  db: Knex;
  engine: Engine;
  rows: Knex.QueryBuilder;
  groupBy?: SummaryGrouping;
  totalOnly?: boolean;
}): Knex.QueryBuilder {
  const { db, engine, rows, groupBy, totalOnly } = options;
  const { reason, startTime, completionTime } = FACT_COLUMNS;
  const raws = (columns: readonly string[]) =>
    columns.map(column => db.raw(column));
  const start = `t.${startTime}`;
  const duration = SUMMARY_DIALECTS[engine].msBetween(
    start,
    `t.${completionTime}`,
  );
  rows.select(
    raws([
      ...(groupBy ? [`${groupSql(groupBy, engine)} as group_value`] : []),
      ...(totalOnly
        ? ['1 as one']
        : [
            `t.${reason} as reason`,
            `${start} as start_time`,
            `${duration} as duration`,
          ]),
    ]),
  );
  const statement = db
    .from(rows.as('facts'))
    .select(raws(['count(*) as total', ...(totalOnly ? [] : SUMS)]));
  return groupBy
    ? statement
        .select('group_value')
        .groupBy('group_value')
        .limit(MAX_GROUPS + 1)
    : statement;
}

/** A group of the answer. */
export function readSummaryRow(
  row: SummaryRow,
  groupBy: SummaryGrouping | undefined,
): { value: SummaryGroup['value']; part: SummaryPart } {
  const { group_value = null, last_start = null } = row;
  const outcomes = Object.keys(NO_OUTCOMES) as Array<keyof typeof NO_OUTCOMES>;
  return {
    value:
      group_value === null || groupBy?.by !== 'time'
        ? group_value
        : Number(group_value),
    part: {
      total: Number(row.total),
      outcomes: Object.fromEntries(
        outcomes.map(outcome => [outcome, Number(row[outcome] ?? 0)]),
      ) as typeof NO_OUTCOMES,
      lastStart:
        last_start === null
          ? undefined
          : BigInt(fromDbTime(last_start)) * MICROS_PER_MS,
      durations: durationsOf(row),
    },
  };
}

function groupSql(groupBy: SummaryGrouping, engine: Engine): string {
  const column = (fact: keyof typeof FACT_COLUMNS) => `t.${FACT_COLUMNS[fact]}`;
  switch (groupBy.by) {
    case 'time':
      return SUMMARY_DIALECTS[engine].truncatedSeconds(
        column(groupBy.time),
        groupBy.unit,
      );
    case 'namespace':
      return column('namespace');
    case 'pipeline':
    case 'repository':
      return `(coalesce(${column('namespace')}, '') || '/' || coalesce(${column(
        groupBy.by,
      )}, ''))`;
    default:
      return groupBy satisfies never;
  }
}

function durationsOf(row: SummaryRow): SummaryPart['durations'] {
  const count = Number(row.duration_count ?? 0);
  return count === 0
    ? undefined
    : {
        count,
        sum: {
          days: Number(row.duration_days),
          micros: microsOf(row.duration_rest_ms),
        },
        min: intervalOf(microsOf(row.duration_min_ms)),
        max: intervalOf(microsOf(row.duration_max_ms)),
      };
}

function microsOf(ms: DbInteger | null | undefined): bigint {
  return BigInt(ms ?? 0) * MICROS_PER_MS;
}

function texts(values: readonly string[]): string {
  return values.map(value => `'${value}'`).join(', ');
}
