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

const ASIDE = 'record_attributes_before';

/**
 * On PostgreSQL `record_attributes` gets one row for each Record, with all its pairs,
 * in place of some fifteen, which with their indexes took more room than all else.
 * An inverted index leads from a pair to its Records. It is written at once, as what
 * waits to be written into it is read as a whole by every search. SQLite has no such
 * indexes: there the table stays.
 *
 * Takes a minute or so for a million Records. Meanwhile runs are neither stored nor
 * found by labels. An earlier version that still runs afterwards can do neither; what
 * it could not store is stored by this one.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  if (!onPostgres(knex) || (await hasArrays(knex))) {
    return;
  }
  await setAside(knex);
  await knex.schema.createTable('record_attributes', table => {
    table.comment('Which labels, annotations and parameters Records have');
    table
      .bigInteger('record_seq')
      .primary()
      .references('seq')
      .inTable('records')
      .onDelete('CASCADE');
    table
      .specificType('pair_ids', 'bigint[]')
      .notNullable()
      .comment('Of attribute_pairs, ascending; 0: nobody owns the run');
  });
  await knex.raw(
    `insert into record_attributes (record_seq, pair_ids)
     select record_seq,
       case when max(root) = 1 then array[0::bigint] else '{}' end || array_agg(distinct pair_id)
     from ${ASIDE} group by record_seq`,
  );
  await knex.raw(
    `create index record_attributes_by_pair on record_attributes
     using gin (pair_ids) with (fastupdate = off)`,
  );
  await knex.schema.dropTable(ASIDE);
  await knex.raw('analyze record_attributes');
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  if (!onPostgres(knex) || !(await hasArrays(knex))) {
    return;
  }
  await setAside(knex);
  await knex.schema.createTable('record_attributes', table => {
    table.comment('Which runs have which pair, newest start last');
    table
      .bigInteger('pair_id')
      .notNullable()
      .references('id')
      .inTable('attribute_pairs');
    table.smallint('root').notNullable();
    table.timestamp('list_time', { useTz: true, precision: 3 }).notNullable();
    table
      .bigInteger('record_seq')
      .notNullable()
      .references('seq')
      .inTable('records')
      .onDelete('CASCADE');
  });
  await knex.raw(
    `insert into record_attributes (pair_id, root, list_time, record_seq)
     select pair_id, r.root, r.list_time, r.seq
     from ${ASIDE} as a cross join unnest(a.pair_ids) as each_pair (pair_id)
     join records as r on r.seq = a.record_seq
     where pair_id > 0`,
  );
  await knex.schema.alterTable('record_attributes', table => {
    table.primary(['pair_id', 'root', 'list_time', 'record_seq']);
    table.index(['record_seq'], 'record_attributes_by_record');
  });
  await knex.schema.dropTable(ASIDE);
  await knex.raw('analyze record_attributes');
};

/** @param {import('knex').Knex} knex */
function onPostgres(knex) {
  return String(knex.client.config.client).includes('pg');
}

/**
 * Whether it was done before: knex notes a migration as done only after its
 * transaction, so that what is killed in between does it again.
 *
 * @param {import('knex').Knex} knex
 */
async function hasArrays(knex) {
  return knex.schema.hasColumn('record_attributes', 'pair_ids');
}

/**
 * Gives the table another name, and its key: each name is there once.
 *
 * @param {import('knex').Knex} knex
 */
async function setAside(knex) {
  // First, as those who write do: else they and this wait for each other.
  await knex.raw('lock table records in share row exclusive mode');
  await knex.raw(`alter table record_attributes rename to ${ASIDE}`);
  await knex.raw(`alter index record_attributes_pkey rename to ${ASIDE}_pkey`);
}
