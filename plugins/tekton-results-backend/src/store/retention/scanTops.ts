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

import { recordFilterWithAccess } from '../access/withAccess';
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
  { db }: Pick<FilterContext, 'db'>,
  options: {
    scan: PreparedScan;
    order: ScanKey;
    narrow: (select: Knex.QueryBuilder) => void;
    limit: number;
    after?: ScanPosition;
  },
): Promise<ScanResult<TopRow>> {
  const { scan, order, narrow, limit, after } = options;
  const keys = { order: [order], seq: 'r.seq' };
  const tops = () => {
    const select = db.from('records as r').select(scanKeys(db, keys));
    narrowToTops(select);
    narrow(select);
    return select;
  };
  const rows = () => {
    const select = tops().select(TREE_COLUMNS.map(column => `r.${column}`));
    return scan.where ? withObjects(select) : select;
  };
  return scanRows<TopRow>({
    source: { rows, rowsInOrder: rows, keys: tops, ...keys },
    ...scan,
    limit,
    after,
    budget: BUDGET,
  });
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
