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
import type { FilterContext } from '../filters/filterContext';
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
 * Trees that one statement looks through. SQLite takes some 10 ms for so many, in
 * which nobody else has a turn.
 */
const TREES_PER_STATEMENT: Readonly<Record<Engine, number | undefined>> = {
  postgres: undefined,
  sqlite: 500,
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

/** Reads some of the runs at the tops of trees, as table `r`. */
export async function scanTops(
  { db, engine }: Pick<FilterContext, 'db' | 'engine'>,
  options: {
    scan: PreparedScan;
    order: ScanKey;
    narrow: (select: Knex.QueryBuilder) => void;
    /**
     * Narrows to what lies together in an index by `root` and the order: SQLite looks
     * through that piece by piece, where it would read and sort all of it. Absent: an
     * index lists what is asked for in its order.
     */
    group?: (select: Knex.QueryBuilder) => void;
    /** What must be looked for tree by tree, as no index of runs tells it. */
    ofTree?: Sql;
    /** So many trees are looked through by one statement; by engine if absent. */
    treesPerStatement?: number;
    limit: number;
    after?: ScanPosition;
  },
): Promise<ScanResult<TopRow>> {
  const { scan, order, narrow, group, ofTree, limit, after } = options;
  const { treesPerStatement = TREES_PER_STATEMENT[engine] } = options;
  const keys = { order: [order], seq: 'r.seq' };
  const inPieces = treesPerStatement !== undefined && Boolean(ofTree ?? group);
  const runs = () => {
    const select = db.from('records as r').select(scanKeys(db, keys));
    if (inPieces) {
      group?.(select);
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
      keys: inPieces && group ? runs : tops,
      ...keys,
    },
    ...scan,
    ...(ofTree && {
      where: scan.where ? bothOf(scan.where, ofTree) : ofTree,
    }),
    ...(inPieces && { headRows: undefined, windowRows: treesPerStatement }),
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
