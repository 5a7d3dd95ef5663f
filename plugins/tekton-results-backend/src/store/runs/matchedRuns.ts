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
import { chunked } from '../../chunked';
import { WINDOW_ROWS, type FilterContext } from '../filters/filterContext';
import { PieceSize } from '../pieces';
import {
  endOfWindow,
  scanRows,
  withinWindow,
  type ScanBudget,
  type ScanPosition,
} from '../filters/scanRows';
import type { RunQuery } from '../RunStore';
import type { DbInteger } from '../tables';
import { matching } from './countRuns';
import { prepareRuns, runScan, type PreparedRuns } from './prepareRuns';
import { runListSource, type RunListRow } from './runList';
import { byStart } from './runSegments';

/** How far filters that SQL leaves open, or no index helps, are followed. */
const LOOK_BUDGET: ScanBudget = { maxRows: 2_000, maxMs: 300 };

/** Selects columns of runs, of table `r`. */
export type SelectRuns = (columns: readonly string[]) => Knex.QueryBuilder;

/** The newest runs of a query, to be counted. */
export interface MatchedRuns {
  /** At most so many rows as were asked for. */
  readonly select: SelectRuns;
  /** The same, so many at a time. */
  readonly inPieces: (pieceRows: number) => Promise<MatchedPieces>;
  /** Whether these, of which there are so many, are all that match. */
  readonly areAll: (count: number) => Promise<boolean>;
}

/** Runs of which each piece is selected by itself, while others may change them. */
export interface MatchedPieces {
  readonly pieces: readonly SelectRuns[];
  /** Whether these are all that match. */
  readonly areAll: () => Promise<boolean>;
}

/**
 * Finds the newest runs of a query, of which so many rows at most are looked at.
 *
 * @param options - `windowRows`: rows that one statement goes through for
 *   {@link MatchedRuns.inPieces}, on SQLite at most; {@link WINDOW_ROWS} if absent
 * @returns undefined if no run can match
 */
export async function matchedRuns(
  context: FilterContext,
  query: RunQuery,
  maxRows: number,
  options: { windowRows?: number } = {},
): Promise<MatchedRuns | undefined> {
  const prepared = await prepareRuns(context, query);
  if (!prepared) {
    return undefined;
  }
  if (!prepared.decided) {
    return readObjects(context, prepared);
  }
  return prepared.scattered
    ? withinNewest(context, prepared, { ...options, maxRows })
    : firstRows(context, prepared, maxRows);
}

async function readSeqs(select: Knex.QueryBuilder): Promise<number[]> {
  const rows: Array<{ seq: DbInteger }> = await select;
  return rows.map(({ seq }) => Number(seq));
}

function piecesOf(
  db: Knex,
  seqs: Iterable<number>,
  pieceRows: number,
): SelectRuns[] {
  // A run that changes meanwhile may have been met twice.
  const different = [...new Set(seqs)];
  return [...chunked(different, pieceRows)].map(some => selectBySeq(db, some));
}

function selectBySeq(db: Knex, seqs: readonly number[]): SelectRuns {
  return columns =>
    db
      .from('records as r')
      .whereIn('r.seq', [...seqs])
      .select([...columns]);
}

async function readObjects(
  context: FilterContext,
  prepared: PreparedRuns,
): Promise<MatchedRuns> {
  const { rows, next } = await scanRows<RunListRow>({
    source: newestFirst(context, prepared, true),
    engine: context.engine,
    ...runScan(context, prepared),
    limit: LOOK_BUDGET.maxRows,
    budget: LOOK_BUDGET,
  });
  const seqs = rows.map(({ seq }) => Number(seq));
  const areAll = async () => next === undefined;
  return {
    select: selectBySeq(context.db, seqs),
    inPieces: async pieceRows => ({
      pieces: piecesOf(context.db, seqs, pieceRows),
      areAll,
    }),
    areAll,
  };
}

/** What matches among the newest rows, as no index leads to it. */
async function withinNewest(
  context: FilterContext,
  prepared: PreparedRuns,
  options: { maxRows: number; windowRows?: number },
): Promise<MatchedRuns> {
  const { maxRows, windowRows = WINDOW_ROWS[context.engine] } = options;
  const source = newestFirst(context, prepared, false);
  const end = await endOfWindow(source, undefined, maxRows);
  const within =
    (window: { after?: ScanPosition; end?: ScanPosition }): SelectRuns =>
    columns => {
      const select = matching(prepared).select([...columns]);
      withinWindow(source, select, window);
      return select;
    };
  return {
    select: within({ end }),
    inPieces: async pieceRows => {
      const seqs: number[] = [];
      let after: ScanPosition | undefined;
      const size = new PieceSize(context.engine, { maxRows: windowRows });
      const readPiece = async (rows: number) => {
        const next = await endOfWindow(source, after, rows);
        const select = within({ after, end: next });
        seqs.push(...(await readSeqs(select(['r.seq']))));
        after = next;
      };
      for (let left = maxRows; left > 0; ) {
        const rows = Math.min(left, size.rows);
        await size.time(() => readPiece(rows));
        if (!after) {
          break;
        }
        left -= rows;
        size.next();
      }
      const reached = after;
      return {
        pieces: piecesOf(context.db, seqs, pieceRows),
        areAll: async () =>
          !reached || !(await mayBeBeyond(context, prepared, reached)),
      };
    },
    areAll: async () => !end || !(await mayBeBeyond(context, prepared, end)),
  };
}

/** Whether more runs match, or nobody had the time to find out. */
async function mayBeBeyond(
  context: FilterContext,
  prepared: PreparedRuns,
  after: ScanPosition,
): Promise<boolean> {
  const { rows, next } = await scanRows<RunListRow>({
    source: newestFirst(context, prepared, prepared.filter !== undefined),
    engine: context.engine,
    ...runScan(context, prepared),
    after,
    limit: 1,
    budget: LOOK_BUDGET,
  });
  return rows.length > 0 || next !== undefined;
}

function firstRows(
  context: FilterContext,
  prepared: PreparedRuns,
  maxRows: number,
): MatchedRuns {
  const { time, seq } = prepared.sql.key;
  const newest: SelectRuns = columns =>
    matching(prepared)
      .select([...columns])
      .orderByRaw(`${time} desc, ${seq} desc`)
      .limit(maxRows);
  // All that they are ordered by, or SQLite sorts owned runs and others together.
  const newestSeqs = () => newest([time, `${seq} as seq`]);
  const areAll = async (count: number) =>
    count < maxRows ||
    (await newestSeqs().offset(maxRows).limit(1)).length === 0;
  return {
    select: newest,
    inPieces: async pieceRows => {
      const seqs = await readSeqs(newestSeqs());
      return {
        pieces: piecesOf(context.db, seqs, pieceRows),
        areAll: () => areAll(seqs.length),
      };
    },
    areAll,
  };
}

function newestFirst(
  { db }: FilterContext,
  { sql }: PreparedRuns,
  filtered: boolean,
) {
  return runListSource(db, sql, {
    segment: byStart(sql),
    backwards: false,
    filtered,
  });
}
