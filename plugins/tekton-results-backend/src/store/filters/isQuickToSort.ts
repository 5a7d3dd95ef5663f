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

/** Of a list, as clients mostly ask for them. */
const PAGE = 50;

/**
 * Whether so few Records have some pairs that it takes less to sort them than to walk a
 * list until a page is full: `n` of `N` are found by walking `PAGE * N / n`. PostgreSQL
 * itself expects each of the few to be read from a disk, and walks for half a second
 * where sorting takes some milliseconds. It is asked what it expects by its statistics, as
 * counting takes long where many have them.
 *
 * @param owned - tells the rows of `record_attributes`, with that as the alias
 */
export async function isQuickToSort(db: Knex, owned: Sql): Promise<boolean> {
  const [few, [all]] = await Promise.all([
    expectedRows(db, owned),
    // -1 if it was never looked at: then nothing is known of the pairs, either.
    rowsOf<{ reltuples: number }>(
      db.raw(
        `select reltuples from pg_class where oid = to_regclass('record_attributes')`,
      ),
    ),
  ]);
  return few ** 2 <= PAGE * (all?.reltuples ?? -1);
}

/** How many rows PostgreSQL expects; none are read. */
async function expectedRows(db: Knex, owned: Sql): Promise<number> {
  const [explained] = await rowsOf<{
    'QUERY PLAN': ReadonlyArray<{ Plan: { 'Plan Rows': number } }>;
  }>(
    db.raw(
      `explain (format json) select 1 from record_attributes as owned where ${owned.text}`,
      [...owned.bindings],
    ),
  );
  const [{ Plan: plan }] = explained['QUERY PLAN'];
  return plan['Plan Rows'];
}

async function rowsOf<Row>(
  answer: PromiseLike<{ rows: Row[] }>,
): Promise<Row[]> {
  return (await answer).rows;
}
