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
import type { DbPairArraysRow } from '../tables';
import type { AttributeTable, PairsOfRecord } from './AttributeTable';

/** Stands among the pairs of runs that nobody owns; no pair has this id. */
const ROOT_MARK = 0;

/**
 * With more pairs, PostgreSQL walks the list, as it expects many runs to have one of
 * them; and `&&` compares each pair of a run with each of those wanted.
 */
const MAX_COMPARED = 100;

/**
 * PostgreSQL: one row for each Record, with all its pairs. An inverted index leads
 * from a pair to its Records, in a tenth of the room that a row for each would take.
 */
export const pairArrays: AttributeTable = {
  // A function in FROM sees the tables before it.
  eachPair: alias =>
    `cross join unnest(${alias}.pair_ids) as each_pair (pair_id)`,
  anyOf: (alias, pairIds, { roots } = { roots: false }) => ({
    text:
      pairIds.length > MAX_COMPARED
        ? // Looks the pairs of a run up in a hash table of those wanted.
          `exists (select 1 from unnest(${alias}.pair_ids) as each_pair (pair_id) where pair_id = any(cast(? as bigint[])))`
        : `${alias}.pair_ids && cast(? as bigint[])${
            roots ? ` and ${alias}.pair_ids @> '{${ROOT_MARK}}'` : ''
          }`,
    bindings: [`{${pairIds.join(',')}}`],
  }),
  joinedTo: 'join',
  ofRecord: (alias, record) => `${alias}.record_seq = ${record}.seq`,
  inOrder: false,
  write,
};

async function write(
  tx: Knex.Transaction,
  records: readonly PairsOfRecord[],
): Promise<void> {
  const rows: DbPairArraysRow[] = await tx<DbPairArraysRow>('record_attributes')
    .whereIn(
      'record_seq',
      records.map(({ seq }) => seq),
    )
    .select('record_seq', 'pair_ids');
  const stored = new Map(
    rows.map(row => [Number(row.record_seq), row.pair_ids]),
  );
  const changed = records
    .map(record => ({ record_seq: record.seq, pair_ids: pairsToStore(record) }))
    .filter(
      ({ record_seq, pair_ids }) =>
        String(stored.get(record_seq) ?? []) !== String(pair_ids),
    );
  const without = changed.filter(({ pair_ids }) => pair_ids.length === 0);
  const others = changed.filter(({ pair_ids }) => pair_ids.length > 0);
  if (without.length > 0) {
    await tx<DbPairArraysRow>('record_attributes')
      .whereIn(
        'record_seq',
        without.map(({ record_seq }) => record_seq),
      )
      .delete();
  }
  if (others.length > 0) {
    await tx<DbPairArraysRow>('record_attributes')
      .insert(others)
      .onConflict('record_seq')
      .merge();
  }
}

function pairsToStore({ root, pairIds }: PairsOfRecord): number[] {
  const sorted = [...pairIds].sort((a, b) => a - b);
  return root === 1 && sorted.length > 0 ? [ROOT_MARK, ...sorted] : sorted;
}
