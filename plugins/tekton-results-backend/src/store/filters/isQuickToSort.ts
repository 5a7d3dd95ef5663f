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
  const few = db
    .from('record_attributes as owned')
    .whereRaw(owned.text, [...owned.bindings])
    .select(db.raw('1'));
  const [expected, all] = await Promise.all([
    expectedRows(db, few),
    db('pg_class')
      .whereRaw(`oid = to_regclass('record_attributes')`)
      .first('reltuples'),
  ]);
  // -1 if it was never looked at: then nothing is known of the pairs, either.
  return expected ** 2 <= PAGE * Number(all?.reltuples ?? -1);
}
