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
import type { Sql } from '../../filter';
import {
  fromDbTime,
  type DbInteger,
  type DbRecordAttributesRow,
  type DbTime,
} from '../tables';
import type { AttributeTable, PairsOfRecord } from './AttributeTable';

/** knex inserts into SQLite by a compound SELECT, which has at most 500 terms. */
const ROWS_PER_STATEMENT = 400;

/** SQLite: a row for each pair of each Record, in the order of lists by start. */
export const pairRows: AttributeTable = {
  eachPair: () => '',
  anyOf,
  first: (db, alias, pairIds, { roots = false } = {}) => {
    const part = `select * from record_attributes as owned where owned.pair_id in (${pairIds
      .map(() => '?')
      .join(', ')}) and owned.root = ?`;
    // The two, each in the order of lists, are merged where all would be sorted.
    const wantedRoots = roots ? [1] : [1, 0];
    return db.raw(
      `(${wantedRoots.map(() => part).join(' union all ')}) as ??`,
      [...wantedRoots.flatMap(root => [...pairIds, root]), alias],
    );
  },
  // The order in which SQLite goes; else it might begin with all pairs there are.
  joinedTo: 'cross join',
  // All that the primary key holds besides the pair, so that one look at it tells.
  ofRecord: (alias, record) =>
    `${alias}.record_seq = ${record}.seq and ${alias}.root = ${record}.root and ${alias}.list_time = ${record}.list_time`,
  inOrder: true,
  maxPairs: Infinity,
  write,
};

function anyOf(
  alias: string,
  pairIds: readonly number[],
  { roots } = { roots: false },
): Sql {
  return {
    text: `${alias}.pair_id in (${pairIds.map(() => '?').join(', ')})${
      roots ? ` and ${alias}.root = 1` : ''
    }`,
    bindings: pairIds,
  };
}

async function write(
  tx: Knex.Transaction,
  records: readonly PairsOfRecord[],
): Promise<void> {
  const seqs = records.map(({ seq }) => seq);
  const placed: PlacedRecord[] = await tx('records')
    .whereIn('seq', seqs)
    .select('seq', 'root', 'list_time', 'create_time');
  const places = new Map(placed.map(row => [Number(row.seq), row]));
  const wanted = new Map(
    records
      .flatMap(({ seq, pairIds }) => {
        const place = places.get(seq);
        return place
          ? pairIds.map(id => ({
              pair_id: id,
              root: place.root ?? 0,
              list_time: place.list_time ?? place.create_time,
              record_seq: seq,
            }))
          : [];
      })
      .map(row => [rowKey(row), row]),
  );
  const stored: DbRecordAttributesRow[] = await tx<DbRecordAttributesRow>(
    'record_attributes',
  )
    .whereIn('record_seq', seqs)
    .select('pair_id', 'root', 'list_time', 'record_seq');
  const obsolete = stored.filter(row => !wanted.has(rowKey(row)));
  for (const row of stored) {
    wanted.delete(rowKey(row));
  }
  for (const rows of chunked(obsolete, ROWS_PER_STATEMENT)) {
    await tx<DbRecordAttributesRow>('record_attributes')
      .whereIn(
        ['record_seq', 'pair_id'],
        rows.map(row => [row.record_seq, row.pair_id]),
      )
      .delete();
  }
  for (const rows of chunked([...wanted.values()], ROWS_PER_STATEMENT)) {
    await tx<DbRecordAttributesRow>('record_attributes')
      .insert(rows)
      .onConflict(['pair_id', 'root', 'list_time', 'record_seq'])
      .ignore();
  }
}

/** Of the row of a Record; old ones that hold no run have nulls. */
interface PlacedRecord {
  readonly seq: DbInteger;
  readonly root: number | null;
  readonly list_time: DbTime | null;
  readonly create_time: DbTime;
}

function rowKey(row: DbRecordAttributesRow): string {
  return `${row.pair_id}/${row.root}/${fromDbTime(row.list_time)}/${
    row.record_seq
  }`;
}
