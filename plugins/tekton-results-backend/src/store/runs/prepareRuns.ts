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

import type { RunSort } from 'backstage-plugin-tekton-results-common';
import type { Sql } from '../../filter';
import { recordFilterWithAccess } from '../access/withAccess';
import {
  HEAD_ROWS,
  WINDOW_ROWS,
  type FilterContext,
} from '../filters/filterContext';
import { isDecided, type FilterQuery } from '../filters/prepareFilter';
import { prepareRecordFilter, recordFilterScan } from '../filters/recordFilter';
import type { ScanOptions } from '../filters/scanRows';
import type { RunQuery } from '../RunStore';
import { runConditions } from './runConditions';
import type { RunListRow } from './runList';
import { runQuerySql, type RunQuerySql } from './runQuery';

/** A query of runs as statements need it. */
export interface PreparedRuns {
  readonly query: RunQuery;
  readonly sql: RunQuerySql;
  /** The filter and the access. */
  readonly filter?: FilterQuery;
  /** Meets every run that matches, besides `sql`. */
  readonly where?: Sql;
  /** Whether all that matches must be looked for piece by piece. */
  readonly scattered: boolean;
  /** Whether SQL alone decides on every run. */
  readonly decided: boolean;
}

/**
 * Prepares a query; undefined if no run can match.
 *
 * @param order - of the list that is to be read; absent: by start
 */
export async function prepareRuns(
  context: FilterContext,
  query: RunQuery,
  order: RunSort | 'change' = '-start',
): Promise<PreparedRuns | undefined> {
  const sql = await runQuerySql(context.db, query, {
    leads: order === 'start' || order === '-start',
  });
  if (!sql) {
    return undefined;
  }
  const whole = recordFilterWithAccess(query.filter, query.access);
  const filter = whole && (await prepareRecordFilter(context, whole, 'r'));
  const conditions = runConditions(query, context.engine);
  return {
    query,
    sql,
    filter,
    where: joined(conditions, filter?.where),
    scattered: isScattered(conditions, filter),
    decided: filter === undefined || isDecided(filter),
  };
}

/** How a scan applies a prepared query. */
export function runScan(
  context: FilterContext,
  { filter, where, scattered }: PreparedRuns,
): Pick<ScanOptions<RunListRow>, 'where' | 'headRows' | 'windowRows' | 'ask'> {
  const pieces = scattered
    ? { headRows: HEAD_ROWS, windowRows: WINDOW_ROWS[context.engine] }
    : {};
  return {
    ...(filter && recordFilterScan<RunListRow>(context, filter)),
    ...pieces,
    where,
  };
}

function isScattered(
  conditions: Sql | undefined,
  filter: FilterQuery | undefined,
): boolean {
  if (filter?.index === 'rare') {
    return false;
  }
  return conditions !== undefined || (filter !== undefined && !filter.index);
}

function joined(first: Sql | undefined, second: Sql | undefined) {
  return first && second
    ? {
        text: `${first.text} and ${second.text}`,
        bindings: [...first.bindings, ...second.bindings],
      }
    : first ?? second;
}
