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
// @ts-check

const MAX_SHORT_ID = 2 ** 31 - 1;

/**
 * On PostgreSQL the ids of pairs take 4 bytes in place of 8. Those that do not fit,
 * which a large archive may have some day, stand in a column of their own.
 *
 * Writes the table anew with its indexes. Nothing else can use it meanwhile.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  if (!onPostgres(knex) || (await hasLongIds(knex))) {
    return;
  }
  await knex.raw('drop index if exists record_attributes_by_pair');
  await knex.raw(
    'alter table record_attributes add column long_pair_ids bigint[]',
  );
  await knex.raw(
    `update record_attributes set
       long_pair_ids = array(select id from unnest(pair_ids) as id where id > ? order by id),
       pair_ids = array(select id from unnest(pair_ids) as id where id <= ? order by id)
     where ? < any(pair_ids)`,
    [MAX_SHORT_ID, MAX_SHORT_ID, MAX_SHORT_ID],
  );
  await knex.raw(
    'alter table record_attributes alter column pair_ids type int[] using cast(pair_ids as int[])',
  );
  await createIndex(knex);
  await knex.raw(
    `create index record_attributes_by_long_pair on record_attributes
     using gin (long_pair_ids) with (fastupdate = off) where long_pair_ids is not null`,
  );
  await knex.raw('analyze record_attributes');
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  if (!onPostgres(knex) || !(await hasLongIds(knex))) {
    return;
  }
  await knex.raw('drop index if exists record_attributes_by_pair');
  await knex.raw(
    `alter table record_attributes alter column pair_ids type bigint[]
     using cast(pair_ids as bigint[]) || long_pair_ids`,
  );
  await knex.raw('alter table record_attributes drop column long_pair_ids');
  await createIndex(knex);
  await knex.raw('analyze record_attributes');
};

/** @param {import('knex').Knex} knex */
function onPostgres(knex) {
  return String(knex.client.config.client).includes('pg');
}

/** @param {import('knex').Knex} knex */
async function hasLongIds(knex) {
  return knex.schema.hasColumn('record_attributes', 'long_pair_ids');
}

/** @param {import('knex').Knex} knex */
async function createIndex(knex) {
  await knex.raw(
    `create index record_attributes_by_pair on record_attributes
     using gin (pair_ids) with (fastupdate = off)`,
  );
}
