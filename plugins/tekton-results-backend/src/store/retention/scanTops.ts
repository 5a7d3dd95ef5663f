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

import type { Sql } from '../../filter';
import { recordFilterWithAccess } from '../access/withAccess';
import type { Engine } from '../filters/engine';
import { WINDOW_ROWS, type FilterContext } from '../filters/filterContext';
import {
  prepareRecordFilter,
  recordFilterScan,
  type AskedRow,
} from '../filters/recordFilter';
import {
  scanKeys,
  scanRows,
  type ScanBudget,
  type ScanKey,
  type ScanOptions,
  type ScanPosition,
  type ScanResult,
} from '../filters/scanRows';
import type { AccessFilter } from '../AccessFilter';
import type { Knex } from 'knex';
import { narrowToTops } from './expirable';
import { TREE_COLUMNS, type TreeRow } from './runTrees';

/** A job has time; but each call is to end soon. */
const BUDGET: ScanBudget = { maxRows: 20_000, maxMs: 2_000 };

/**
 * Runs that one statement looks through at most, be they at the tops of trees or not:
 * each, and who owns it, is read to be told apart. Nobody else has a turn meanwhile.
 */
const RUNS_PER_STATEMENT: Readonly<Record<Engine, number | undefined>> = {
  postgres: undefined,
  sqlite: WINDOW_ROWS.sqlite,
};

export type TopRow = TreeRow & AskedRow;

/** A prepared {@link AccessFilter} of runs, for any number of scans. */
export type PreparedScan = Pick<
  ScanOptions<TopRow>,
  'where' | 'headRows' | 'windowRows' | 'ask'
>;

/** Prepares scans of runs within an access. */
export async function prepareScan(
  context: FilterContext,
  within: AccessFilter,
): Promise<PreparedScan> {
  const filter = recordFilterWithAccess(undefined, within);
  return filter
    ? recordFilterScan<TopRow>(
        context,
        await prepareRecordFilter(context, filter, 'r'),
      )
    : {};
}

/** Whether an index leads to the runs of an access, which need not be looked for. */
export function hasIndex({ where, windowRows }: PreparedScan): boolean {
  return where !== undefined && windowRows === undefined;
}

/** Reads some of the runs at the tops of trees, as table `r`. */
export async function scanTops(
  { db, engine }: Pick<FilterContext, 'db' | 'engine'>,
  options: {
    scan: PreparedScan;
    order: ScanKey;
    narrow: (select: Knex.QueryBuilder) => void;
    /**
     * Narrows to what lies together in an index with the order: SQLite looks through
     * that piece by piece, where it would read all of it, and maybe sort it. Absent: an
     * index leads to what is asked for.
     */
    group?: (select: Knex.QueryBuilder) => void;
    /** What must be looked for tree by tree, as no index of runs tells it. */
    ofTree?: Sql;
    /** So many runs are looked through by one statement at most; by engine if absent. */
    runsPerStatement?: number;
    limit: number;
    after?: ScanPosition;
  },
): Promise<ScanResult<TopRow>> {
  const { scan, order, narrow, group, ofTree, limit, after } = options;
  const { runsPerStatement = RUNS_PER_STATEMENT[engine] } = options;
  const keys = { order: [order], seq: 'r.seq' };
  const inPieces = runsPerStatement !== undefined && group !== undefined;
  const runs = () => {
    const select = db.from('records as r').select(scanKeys(db, keys));
    if (inPieces) {
      group(select);
    }
    return select;
  };
  const tops = () => {
    const select = runs();
    narrowToTops(select);
    narrow(select);
    return select;
  };
  const rows = () => {
    const select = tops().select(TREE_COLUMNS.map(column => `r.${column}`));
    return scan.where ? withObjects(select) : select;
  };
  return scanRows<TopRow>({
    source: {
      rows,
      rowsInOrder: rows,
      keys: inPieces ? runs : tops,
      ...keys,
    },
    engine,
    ...scan,
    ...(ofTree && {
      where: scan.where ? bothOf(scan.where, ofTree) : ofTree,
    }),
    ...(inPieces && { headRows: undefined, windowRows: runsPerStatement }),
    limit,
    after,
    budget: BUDGET,
  });
}

function bothOf(first: Sql, second: Sql): Sql {
  return {
    text: `${first.text} and ${second.text}`,
    bindings: [...first.bindings, ...second.bindings],
  };
}

/** What the condition and {@link PreparedScan.ask} read besides. */
function withObjects(select: Knex.QueryBuilder): Knex.QueryBuilder {
  return select
    .join('results as g', 'g.seq', 'r.result_seq')
    .leftJoin('record_payloads as p', 'p.record_seq', 'r.seq')
    .select([
      'r.promotion',
      'g.name as result_name',
      'p.encoding',
      'p.dictionary_id',
      'p.bytes',
    ]);
}
