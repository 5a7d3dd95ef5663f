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

import type { Filter, Sql } from '../../filter';
import {
  asksOnlyForPlace,
  EVERYTHING,
  type AccessFilter,
} from '../AccessFilter';
import {
  ASKED_ROWS,
  WINDOW_ROWS,
  type FilterContext,
} from '../filters/filterContext';
import { prepareRecordFilter } from '../filters/recordFilter';
import { resultFilterScan } from '../filters/resultFilter';
import type { ScanOptions, ScanRow } from '../filters/scanRows';
import type { DbResultsRow } from '../tables';
import { resultsWithin } from './resultsWithin';
import { recordFilterWithAccess, resultFilterWithAccess } from './withAccess';

type ResultScan<Row extends ScanRow> = Pick<
  ScanOptions<Row>,
  'where' | 'headRows' | 'windowRows' | 'ask'
>;

/** How a scan of Results, as table `t`, keeps to a filter and an access. */
export async function resultScan<Row extends DbResultsRow & ScanRow>(
  context: FilterContext,
  options: { filter: Filter | undefined; access: AccessFilter | undefined },
): Promise<ResultScan<Row>> {
  const { filter, access = EVERYTHING } = options;
  if (asksOnlyForPlace(access)) {
    const whole = resultFilterWithAccess(filter, access);
    return whole ? resultFilterScan<Row>(context, whole) : {};
  }
  const scan: ResultScan<Row> = filter
    ? await resultFilterScan<Row>(context, filter)
    : {};
  const mayBeWithin = await resultsWithSomeRecord(context, access);
  return {
    where: scan.where ? both(scan.where, mayBeWithin) : mayBeWithin,
    headRows: scan.headRows,
    windowRows: scan.windowRows ?? WINDOW_ROWS[context.engine],
    ask: {
      parallelism: scan.ask?.parallelism ?? 0,
      maxRows: ASKED_ROWS[context.engine],
      matching: async rows => {
        const within = await resultsWithin(context, rows, access);
        // What the filter says of the others must not be told, not even by failing.
        const verdicts = scan.ask
          ? await scan.ask.matching(within)
          : within.map(() => true);
        const matching = new Set(within.filter((_, index) => verdicts[index]));
        return rows.map(row => matching.has(row));
      },
    },
  };
}

/** Met by every Result that is within an access, and by others. */
async function resultsWithSomeRecord(
  context: FilterContext,
  access: AccessFilter,
): Promise<Sql> {
  const filter = recordFilterWithAccess(undefined, access);
  if (!filter) {
    return { text: '1 = 1', bindings: [] };
  }
  const { where } = await prepareRecordFilter(context, filter, 'own');
  const own =
    'select 1 from records as own join results as g on g.seq = own.result_seq where own.result_seq = t.seq';
  return {
    // With an offset, PostgreSQL asks for each Result rather than reads all Records.
    text: `(not exists (${own} limit 1 offset 0) or exists (${own} and ${where.text} limit 1 offset 0))`,
    bindings: where.bindings,
  };
}

function both(left: Sql, right: Sql): Sql {
  return {
    text: `(${left.text}) and (${right.text})`,
    bindings: [...left.bindings, ...right.bindings],
  };
}
