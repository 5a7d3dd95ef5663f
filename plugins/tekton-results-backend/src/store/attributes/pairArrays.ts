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
import type { Sql } from '../../filter';
import type { DbInteger, DbPairArraysRow, DbTime } from '../tables';
import type { AttributeTable, PairsOfRecord } from './AttributeTable';

/**
 * With more pairs, PostgreSQL walks the list, as it expects many runs to have one of
 * them; and `&&` compares each pair of a run with each of those wanted.
 */
const MAX_PAIRS = 100;

/**
 * Those of PostgreSQL itself: the extension `intarray` has its own for `int[]`, which
 * our indexes do not know.
 */
const OVERLAPS = 'operator(pg_catalog.&&)';

/** Larger ids stand in an array of their own, with twice the bytes for each. */
const MAX_SHORT_ID = 2 ** 31 - 1;

/**
 * PostgreSQL: one row for each Record, with all its pairs. An inverted index leads
 * from a pair to its Records, in a tenth of the room that a row for each would take.
 *
 * Runs that nobody owns have their pairs with a minus: the index then leads to them
 * without the many others, and the statistics know how many there are. Beside the
 * pairs stands what lists are ordered by, so that the Records with a pair are sorted
 * without a look at them.
 */
export const pairArrays: AttributeTable = {
  eachPair: alias =>
    `cross join lateral (select abs(stored_id) as pair_id from ${storedIdsOf(
      alias,
    )}) as each_pair`,
  anyOf,
  first: (db, alias, pairIds, { roots = false, order } = {}) => {
    const { text, bindings } = anyOf('owned', pairIds, { roots });
    // PostgreSQL does not by itself sort few rows before it joins them.
    const sorted = order
      ? ` order by ${order.time} ${order.direction}, record_seq ${order.direction}`
      : '';
    return db.raw(
      `(select * from record_attributes as owned where ${text} and ${alone(
        'owned',
      )}${sorted}) as ??`,
      [...bindings, alias],
    );
  },
  joinedTo: 'join',
  ofRecord: (alias, record) => `${alias}.record_seq = ${record}.seq`,
  inOrder: false,
  maxPairs: MAX_PAIRS,
  write,
};

function anyOf(
  alias: string,
  pairIds: readonly number[],
  { roots } = { roots: false },
): Sql {
  const ids = pairIds.flatMap(id => (roots ? [-id] : [-id, id]));
  if (pairIds.length > MAX_PAIRS) {
    // Looks the pairs of a run up in a hash table of those wanted.
    return {
      text: `exists (select 1 from ${storedIdsOf(
        alias,
      )} where stored_id = any(cast(? as bigint[])))`,
      bindings: [arrayOf(ids)],
    };
  }
  const short = ids.filter(isShort);
  const long = ids.filter(id => !isShort(id));
  const parts = [
    ...(short.length > 0
      ? [`${alias}.signed_ids ${OVERLAPS} cast(? as int[])`]
      : []),
    ...(long.length > 0
      ? [`${alias}.long_signed_ids ${OVERLAPS} cast(? as bigint[])`]
      : []),
  ];
  return {
    text: `(${parts.join(' or ')})`,
    bindings: [short, long].filter(some => some.length > 0).map(arrayOf),
  };
}

/**
 * Holds for all rows, and keeps PostgreSQL from giving them to processes of their own:
 * to start these takes longer than to read a few thousand rows. What a process knows of
 * itself must not be asked by others.
 */
function alone(alias: string): string {
  return `${alias}.record_seq <> - pg_catalog.pg_backend_pid()`;
}

function storedIdsOf(alias: string): string {
  return `unnest(cast(${alias}.signed_ids as bigint[]) || ${alias}.long_signed_ids) as stored (stored_id)`;
}

function isShort(id: number): boolean {
  return Math.abs(id) <= MAX_SHORT_ID;
}

function arrayOf(ids: readonly number[]): string {
  return `{${ids.join(',')}}`;
}

async function write(
  tx: Knex.Transaction,
  records: readonly PairsOfRecord[],
): Promise<void> {
  const rows: StoredPairs[] = await tx('records as r')
    .leftJoin('record_attributes as a', 'a.record_seq', 'r.seq')
    .whereIn(
      'r.seq',
      records.map(({ seq }) => seq),
    )
    .select(
      'r.seq',
      'r.root',
      'r.list_time',
      'r.create_time',
      'a.signed_ids',
      'a.long_signed_ids',
      tx.raw(
        '(a.list_time, a.create_time) is not distinct from (r.list_time, r.create_time) as has_times',
      ),
    );
  const stored = new Map(rows.map(row => [Number(row.seq), row]));
  const changed = records.flatMap(record => {
    const before = stored.get(record.seq);
    if (!before) {
      return [];
    }
    const pairs = pairsToStore(record.pairIds, before);
    return isSame(before, pairs) ? [] : [{ before, pairs }];
  });
  const without = changed.filter(({ pairs }) => !hasPairs(pairs));
  const others = changed.filter(({ pairs }) => hasPairs(pairs));
  if (without.length > 0) {
    await tx<DbPairArraysRow>('record_attributes')
      .whereIn(
        'record_seq',
        without.map(({ before }) => before.seq),
      )
      .delete();
  }
  if (others.length > 0) {
    await tx<DbPairArraysRow>('record_attributes')
      .insert(
        others.map(({ before, pairs }) => ({
          record_seq: before.seq,
          list_time: before.list_time,
          create_time: before.create_time,
          ...pairs,
        })),
      )
      .onConflict('record_seq')
      .merge();
  }
}

type Pairs = Pick<DbPairArraysRow, 'signed_ids' | 'long_signed_ids'>;

/** A Record, and the row that it has, or else nulls. */
interface StoredPairs {
  readonly seq: DbInteger;
  readonly root: number | null;
  readonly list_time: DbTime | null;
  readonly create_time: DbTime;
  readonly signed_ids: number[] | null;
  readonly long_signed_ids: DbInteger[] | null;
  /** Whether the row has the times of the Record. */
  readonly has_times: boolean;
}

function pairsToStore(
  pairIds: readonly number[],
  { root }: StoredPairs,
): Pairs {
  const sorted = pairIds
    .map(id => (root === 1 ? -id : id))
    .sort((a, b) => a - b);
  const long = sorted.filter(id => !isShort(id));
  return {
    signed_ids: sorted.filter(isShort),
    long_signed_ids: long.length > 0 ? long : null,
  };
}

function isSame(stored: StoredPairs, pairs: Pairs): boolean {
  return (
    String(stored.signed_ids ?? []) === String(pairs.signed_ids) &&
    String(stored.long_signed_ids ?? []) ===
      String(pairs.long_signed_ids ?? []) &&
    (!hasPairs(pairs) || stored.has_times)
  );
}

function hasPairs({ signed_ids, long_signed_ids }: Pairs): boolean {
  return signed_ids.length > 0 || long_signed_ids !== null;
}
