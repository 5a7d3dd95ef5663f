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

import { chunked } from '../../chunked';
import {
  asksOnlyForPlace,
  decideOnPlace,
  EVERYTHING,
  type AccessFilter,
} from '../AccessFilter';
import type { FilterContext } from '../filters/filterContext';
import { isDecided, type FilterQuery } from '../filters/prepareFilter';
import {
  askRows,
  prepareRecordFilter,
  type AskableRow,
} from '../filters/recordFilter';
import { recordsWithObjects } from '../results/recordList';
import type { DbInteger, DbRecordsRow, DbResultsRow } from '../tables';
import { recordFilterWithAccess } from './withAccess';

type ResultPlace = Pick<DbResultsRow, 'seq' | 'cluster' | 'parent'>;

/** How many Records of a Result there are, and are within an access. */
interface RecordCounts {
  records: number;
  within: number;
  /** Runs at the root that are not within it. */
  rootsWithout: number;
}

const RESULTS_PER_STATEMENT = 400;
/** No Result has it. */
const NO_SEQ = -1;
const RECORDS_PER_STATEMENT = 500;

/**
 * Of some Results those that are within an access, see {@link ResultView}. Of none
 * the same is asked of the database: how long that takes must not tell a Result
 * that is not within from one that there is not.
 */
export async function resultsWithin<Row extends ResultPlace>(
  context: FilterContext,
  results: readonly Row[],
  access: AccessFilter = EVERYTHING,
): Promise<Row[]> {
  return resultsWhere(
    context,
    results,
    access,
    ({ within, rootsWithout }) => within > 0 && rootsWithout === 0,
  );
}

/** Of some Results those that are within an access with all that is in them. */
export async function resultsWhollyWithin<Row extends ResultPlace>(
  context: FilterContext,
  results: readonly Row[],
  access: AccessFilter = EVERYTHING,
): Promise<Row[]> {
  return resultsWhere(
    context,
    results,
    access,
    ({ records, within }) => within === records,
  );
}

async function resultsWhere<Row extends ResultPlace>(
  context: FilterContext,
  results: readonly Row[],
  access: AccessFilter,
  meets: (counts: RecordCounts) => boolean,
): Promise<Row[]> {
  const byPlace = ({ cluster, parent }: Row) =>
    decideOnPlace(access, { cluster, namespace: parent }) === true;
  if (asksOnlyForPlace(access)) {
    return results.filter(byPlace);
  }
  const counts = await countRecords(context, results, access);
  return results.filter(row => {
    const found = counts.get(Number(row.seq));
    return found ? meets(found) : byPlace(row);
  });
}

async function countRecords(
  context: FilterContext,
  results: readonly ResultPlace[],
  access: AccessFilter,
): Promise<ReadonlyMap<number, RecordCounts>> {
  const filter = recordFilterWithAccess(undefined, access);
  const query = filter && (await prepareRecordFilter(context, filter, 't'));
  const counts = new Map<number, RecordCounts>();
  if (!query) {
    return counts;
  }
  const all = results.map(({ seq }) => Number(seq));
  const asked = all.length === 0 ? [NO_SEQ] : all;
  for (const seqs of chunked(asked, RESULTS_PER_STATEMENT)) {
    if (isDecided(query)) {
      await countInDatabase(context, seqs, query, counts);
    } else {
      await countByAsking(context, seqs, query, counts);
    }
  }
  return counts;
}

async function countInDatabase(
  { db }: FilterContext,
  seqs: readonly number[],
  { where }: FilterQuery,
  counts: Map<number, RecordCounts>,
): Promise<void> {
  const rows: Array<{
    result_seq: DbInteger;
    records: DbInteger;
    within: DbInteger;
    roots_without: DbInteger;
  }> = await db
    .from('records as t')
    .join('results as g', 'g.seq', 't.result_seq')
    .whereIn('t.result_seq', [...seqs])
    .groupBy('t.result_seq')
    .select(
      't.result_seq',
      db.raw('count(*) as records'),
      db.raw(`count(case when ${where.text} then 1 end) as within`, [
        ...where.bindings,
      ]),
      db.raw(
        `count(case when t.root = 1 then 1 end) - count(case when t.root = 1 and (${where.text}) then 1 end) as roots_without`,
        [...where.bindings],
      ),
    );
  for (const row of rows) {
    counts.set(Number(row.result_seq), {
      records: Number(row.records),
      within: Number(row.within),
      rootsWithout: Number(row.roots_without),
    });
  }
}

type CountedRow = AskableRow &
  Pick<DbRecordsRow, 'seq' | 'result_seq' | 'root'> & {
    meets: number | null;
  };

/** Record by Record, as only the stored objects can tell. */
async function countByAsking(
  context: FilterContext,
  seqs: readonly number[],
  query: FilterQuery,
  counts: Map<number, RecordCounts>,
): Promise<void> {
  const { db } = context;
  const { where } = query;
  let after = 0;
  for (;;) {
    const rows: CountedRow[] = await recordsWithObjects(db)
      .select(
        't.result_seq',
        't.root',
        db.raw(`case when ${where.text} then 1 end as meets`, [
          ...where.bindings,
        ]),
      )
      .whereIn('t.result_seq', [...seqs])
      .where('t.seq', '>', after)
      .orderBy('t.seq')
      .limit(RECORDS_PER_STATEMENT);
    const candidates = rows.filter(({ meets }) => meets !== null);
    const verdicts = await askRows(context, query, candidates);
    const within = new Set(candidates.filter((_, index) => verdicts[index]));
    for (const row of rows) {
      const key = Number(row.result_seq);
      const count = counts.get(key) ?? {
        records: 0,
        within: 0,
        rootsWithout: 0,
      };
      count.records += 1;
      count.within += within.has(row) ? 1 : 0;
      count.rootsWithout += row.root === 1 && !within.has(row) ? 1 : 0;
      counts.set(key, count);
    }
    if (rows.length < RECORDS_PER_STATEMENT) {
      return;
    }
    after = Number(rows[rows.length - 1].seq);
  }
}
