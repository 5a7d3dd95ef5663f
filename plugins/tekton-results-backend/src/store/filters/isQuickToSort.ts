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
import { expectedRows } from './expectedRows';

/** Of a list, as clients mostly ask for them. */
const PAGE = 50;
/** To sort more takes longer than a list may, however many there are. */
const MAX_SORTED = 10_000;
/** Of runs that nobody owns, in the order of lists. */
const ROOTS_INDEX = 'root_runs_by_time';

/**
 * Whether so few Records have some pairs that it takes less to sort them than to walk a
 * list until a page is full: `n` of `N` are found by walking `PAGE * N / n`. PostgreSQL
 * itself expects each of the few to be read from a disk, and walks for half a second
 * where sorting takes some milliseconds. It is asked what it expects by its statistics, as
 * counting takes long where many have them.
 *
 * @param owned - tells the rows of `record_attributes`, with that as the alias
 * @param options - `roots`: the list is of runs that nobody owns, which are walked alone
 */
export async function isQuickToSort(
  db: Knex,
  owned: Sql,
  { roots } = { roots: false },
): Promise<boolean> {
  const few = db
    .from('record_attributes as owned')
    .whereRaw(owned.text, [...owned.bindings])
    .select(db.raw('1'));
  // One after another, as they may be asked within a transaction.
  const expected = await expectedRows(db, few);
  return (
    expected <= MAX_SORTED &&
    expected ** 2 <= PAGE * (await walkedRows(db, roots))
  );
}

/**
 * How many rows the database last found in the list, and with pairs. None if it never
 * looked: then it knows nothing of the pairs, either.
 */
async function walkedRows(db: Knex, roots: boolean): Promise<number> {
  const names = ['record_attributes', ...(roots ? [ROOTS_INDEX] : [])];
  const rows: Array<{ reltuples: number }> = await db('pg_class')
    .whereRaw(`oid in (${names.map(() => 'to_regclass(?)').join(', ')})`, names)
    .select('reltuples');
  return rows.length < names.length
    ? 0
    : Math.max(Math.min(...rows.map(row => Number(row.reltuples))), 0);
}
