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

import type { RunTotal } from 'backstage-plugin-tekton-results-common';
import type { Knex } from 'knex';
import { isEverything } from '../AccessFilter';
import { expectedRows } from '../filters/expectedRows';
import { WINDOW_ROWS, type FilterContext } from '../filters/filterContext';
import {
  endOfWindow,
  scanRows,
  withinWindow,
  type ScanBudget,
  type ScanPosition,
} from '../filters/scanRows';
import { PieceSize } from '../pieces';
import type { RunQuery } from '../RunStore';
import { inTime } from './aggregateLimits';
import { runListSource, type RunListRow } from './runList';
import { prepareRuns, runScan, type PreparedRuns } from './prepareRuns';
import { byStart } from './runSegments';

/** A count tells how much there is; nobody waits for it. */
const COUNT_BUDGET: ScanBudget = { maxRows: 2_000, maxMs: 300 };
const MAX_COUNT_MS = 500;

/** Counts runs up to a limit, in little time. */
export async function countRuns(
  context: FilterContext,
  query: RunQuery,
  limit: number,
): Promise<RunTotal> {
  const prepared = await prepareRuns(context, query);
  if (!prepared) {
    return { count: 0, exact: true };
  }
  if (!prepared.decided) {
    return countObjects(context, prepared, limit);
  }
  if (prepared.scattered) {
    return countPieces(context, prepared, limit);
  }
  const counted = await inTime(context, MAX_COUNT_MS, ({ db }) =>
    countRows(db, matching(prepared), limit),
  );
  if (counted && counted.result <= limit) {
    return { count: counted.result, exact: true };
  }
  const known = counted ? limit : 0;
  const estimate = await estimatedCount(context, prepared);
  return estimate > known
    ? { count: estimate, exact: false, estimated: true }
    : { count: known, exact: false };
}

/** All rows that match, of a query that SQL decides on. */
export function matching(
  prepared: PreparedRuns,
  options?: { estimate: boolean },
): Knex.QueryBuilder {
  const { sql, filter, where } = prepared;
  const select = sql.from(options);
  if (filter) {
    select.join('results as g', 'g.seq', 'r.result_seq');
  }
  return where ? select.whereRaw(where.text, [...where.bindings]) : select;
}

/** Reads objects as long as the budget lasts. */
async function countObjects(
  context: FilterContext,
  prepared: PreparedRuns,
  limit: number,
): Promise<RunTotal> {
  const { rows, next } = await scanRows<RunListRow>({
    source: runListSource(context.db, prepared.sql, {
      segment: byStart(prepared.sql),
      backwards: false,
      filtered: true,
    }),
    engine: context.engine,
    ...runScan(context, prepared),
    limit,
    budget: COUNT_BUDGET,
  });
  return { count: rows.length, exact: next === undefined };
}

/** Goes through the list piece by piece, as no index leads to what matches. */
async function countPieces(
  context: FilterContext,
  prepared: PreparedRuns,
  limit: number,
): Promise<RunTotal> {
  const { db, engine } = context;
  const deadline = Date.now() + COUNT_BUDGET.maxMs;
  const source = runListSource(db, prepared.sql, {
    segment: byStart(prepared.sql),
    backwards: false,
    filtered: false,
  });
  const size = new PieceSize(engine, { maxRows: WINDOW_ROWS[engine] });
  let count = 0;
  let after: ScanPosition | undefined;
  const countPiece = async () => {
    const end = await endOfWindow(source, after, size.rows);
    const select = matching(prepared);
    withinWindow(source, select, { after, end });
    count += await countRows(db, select, limit - count);
    after = end;
  };
  do {
    await size.time(countPiece);
    size.next();
  } while (after && count <= limit && Date.now() < deadline);
  return count > limit
    ? { count: limit, exact: false }
    : { count, exact: after === undefined };
}

/** One more than the limit, if there are more. */
async function countRows(
  db: Knex,
  select: Knex.QueryBuilder,
  limit: number,
): Promise<number> {
  const rows = select
    .clearSelect()
    .select(db.raw('1'))
    .limit(limit + 1);
  const [{ count }]: Array<{ count: number | string }> = await db
    .count({ count: '*' })
    .from(rows.as('matches'));
  return Number(count);
}

/**
 * What PostgreSQL expects from its statistics; 0 if there is nothing to be told.
 * These are of all runs, so it is only for those who may see all runs.
 */
async function estimatedCount(
  { db, engine }: FilterContext,
  prepared: PreparedRuns,
): Promise<number> {
  const { access } = prepared.query;
  if (engine !== 'postgres' || (access && !isEverything(access))) {
    return 0;
  }
  return expectedRows(
    db,
    matching(prepared, { estimate: true }).select('r.seq'),
  );
}
