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
 * Those of PostgreSQL itself: the extension `intarray` has its own for `int[]`, which
 * our indexes do not know.
 */
const OVERLAPS = 'operator(pg_catalog.&&)';
const CONTAINS = 'operator(pg_catalog.@>)';

/** Larger ids stand in an array of their own, with twice the bytes for each. */
const MAX_SHORT_ID = 2 ** 31 - 1;

/**
 * PostgreSQL: one row for each Record, with all its pairs. An inverted index leads
 * from a pair to its Records, in a tenth of the room that a row for each would take.
 */
export const pairArrays: AttributeTable = {
  // A function in FROM sees the tables before it.
  eachPair: alias =>
    `cross join unnest(${idsOf(alias)}) as each_pair (pair_id)`,
  anyOf: (alias, pairIds, { roots } = { roots: false }) => {
    if (pairIds.length > MAX_COMPARED) {
      // Looks the pairs of a run up in a hash table of those wanted.
      return {
        text: `exists (select 1 from unnest(${idsOf(
          alias,
        )}) as each_pair (pair_id) where pair_id = any(cast(? as bigint[])))`,
        bindings: [arrayOf(pairIds)],
      };
    }
    const short = pairIds.filter(isShort);
    const long = pairIds.filter(id => !isShort(id));
    const parts = [
      ...(short.length > 0
        ? [`${alias}.pair_ids ${OVERLAPS} cast(? as int[])`]
        : []),
      ...(long.length > 0
        ? [`${alias}.long_pair_ids ${OVERLAPS} cast(? as bigint[])`]
        : []),
    ];
    return {
      text: `(${parts.join(' or ')})${
        roots ? ` and ${alias}.pair_ids ${CONTAINS} '{${ROOT_MARK}}'` : ''
      }`,
      bindings: [short, long].filter(ids => ids.length > 0).map(arrayOf),
    };
  },
  joinedTo: 'join',
  ofRecord: (alias, record) => `${alias}.record_seq = ${record}.seq`,
  inOrder: false,
  write,
};

function idsOf(alias: string): string {
  return `cast(${alias}.pair_ids as bigint[]) || ${alias}.long_pair_ids`;
}

function isShort(id: number): boolean {
  return id <= MAX_SHORT_ID;
}

function arrayOf(ids: readonly number[]): string {
  return `{${ids.join(',')}}`;
}

async function write(
  tx: Knex.Transaction,
  records: readonly PairsOfRecord[],
): Promise<void> {
  const rows: DbPairArraysRow[] = await tx<DbPairArraysRow>('record_attributes')
    .whereIn(
      'record_seq',
      records.map(({ seq }) => seq),
    )
    .select('record_seq', 'pair_ids', 'long_pair_ids');
  const stored = new Map(rows.map(row => [Number(row.record_seq), row]));
  const changed = records
    .map(record => ({ record_seq: record.seq, ...pairsToStore(record) }))
    .filter(row => !isSame(stored.get(row.record_seq), row));
  const without = changed.filter(row => !hasPairs(row));
  const others = changed.filter(hasPairs);
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

type Pairs = Pick<DbPairArraysRow, 'pair_ids' | 'long_pair_ids'>;

function pairsToStore({ root, pairIds }: PairsOfRecord): Pairs {
  const sorted = [...pairIds].sort((a, b) => a - b);
  const long = sorted.filter(id => !isShort(id));
  return {
    pair_ids: [
      ...(root === 1 && sorted.length > 0 ? [ROOT_MARK] : []),
      ...sorted.filter(isShort),
    ],
    long_pair_ids: long.length > 0 ? long : null,
  };
}

function isSame(stored: Pairs | undefined, pairs: Pairs): boolean {
  return (
    String(stored?.pair_ids ?? []) === String(pairs.pair_ids) &&
    String(stored?.long_pair_ids ?? []) === String(pairs.long_pair_ids ?? [])
  );
}

function hasPairs({ pair_ids, long_pair_ids }: Pairs): boolean {
  return pair_ids.length > 0 || long_pair_ids !== null;
}
