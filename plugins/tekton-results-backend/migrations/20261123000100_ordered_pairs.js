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
 * On PostgreSQL the Records that have a pair can be put in order by `record_attributes`
 * alone: it gets the times by which lists are ordered. Runs that nobody owns, which
 * most lists are of, get their pairs with a minus in place of a mark among them, so
 * that the index leads to these alone. The columns have other names than before, so
 * that an earlier version that still runs afterwards fails instead of finding nothing;
 * what it cannot store is stored by this one.
 *
 * Writes the table anew with its indexes: half a minute or so for a million Records.
 * Meanwhile Records are neither stored nor read.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  if (!onPostgres(knex) || (await hasTimes(knex))) {
    return;
  }
  await setAside(knex);
  await knex.schema.createTable('record_attributes', table => {
    table.comment('Which labels, annotations and parameters Records have');
    recordKey(table);
    table
      .timestamp('list_time', { useTz: true, precision: 3 })
      .comment('Of the Record');
    table
      .timestamp('create_time', { useTz: true, precision: 3 })
      .notNullable()
      .comment('Of the Record');
    pairColumns(table, {
      ids: 'signed_ids',
      longIds: 'long_signed_ids',
      sign: 'negative: nobody owns the run',
    });
  });
  await knex.raw(
    `insert into record_attributes (record_seq, list_time, create_time, signed_ids, long_signed_ids)
     select a.record_seq, r.list_time, r.create_time,
       array(select case r.root when 1 then -id else id end as signed
         from unnest(a.pair_ids) as id where id > 0 order by signed),
       case when a.long_pair_ids is not null
         then array(select case r.root when 1 then -id else id end as signed
           from unnest(a.long_pair_ids) as id order by signed) end
     from ?? as a join records as r on r.seq = a.record_seq`,
    [ASIDE],
  );
  await finish(knex, { ids: 'signed_ids', longIds: 'long_signed_ids' });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  if (!onPostgres(knex) || !(await hasTimes(knex))) {
    return;
  }
  await setAside(knex);
  await knex.schema.createTable('record_attributes', table => {
    table.comment('Which labels, annotations and parameters Records have');
    recordKey(table);
    pairColumns(table, {
      ids: 'pair_ids',
      longIds: 'long_pair_ids',
      sign: '0: nobody owns the run',
    });
  });
  await knex.raw(
    `insert into record_attributes (record_seq, pair_ids, long_pair_ids)
     select a.record_seq,
       case r.root when 1 then array[0] else '{}' end
         || array(select abs(id) as id from unnest(a.signed_ids) as id order by abs(id)),
       case when a.long_signed_ids is not null
         then array(select abs(id) as id from unnest(a.long_signed_ids) as id order by abs(id)) end
     from ?? as a join records as r on r.seq = a.record_seq`,
    [ASIDE],
  );
  await finish(knex, { ids: 'pair_ids', longIds: 'long_pair_ids' });
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
async function hasTimes(knex) {
  return knex.schema.hasColumn('record_attributes', 'create_time');
}

/**
 * Gives the table another name, and its indexes: each name is there once.
 *
 * @param {import('knex').Knex} knex
 */
async function setAside(knex) {
  // First, as others do: else those who read or write Records and this, which needs all
  // of this lock once it drops what refers to them, wait for each other.
  await knex.raw('lock table records in access exclusive mode');
  await knex.raw('alter table record_attributes rename to ??', [ASIDE]);
  await knex.raw('alter index record_attributes_pkey rename to ??', [
    `${ASIDE}_pkey`,
  ]);
  await knex.raw('drop index if exists record_attributes_by_pair');
  await knex.raw('drop index if exists record_attributes_by_long_pair');
}

/** @param {import('knex').Knex.CreateTableBuilder} table */
function recordKey(table) {
  table
    .bigInteger('record_seq')
    .primary()
    .references('seq')
    .inTable('records')
    .onDelete('CASCADE');
}

/**
 * @param {import('knex').Knex.CreateTableBuilder} table
 * @param {{ ids: string; longIds: string; sign: string }} columns
 */
function pairColumns(table, { ids, longIds, sign }) {
  table
    .specificType(ids, 'int[]')
    .notNullable()
    .comment(`Of attribute_pairs, ascending; ${sign}`);
  table
    .specificType(longIds, 'bigint[]')
    .comment('Those that do not fit into 4 bytes');
}

/**
 * The indexes are written at once, as what waits to be written into them is read as a
 * whole by every search.
 *
 * @param {import('knex').Knex} knex
 * @param {{ ids: string; longIds: string }} columns
 */
async function finish(knex, { ids, longIds }) {
  await knex.raw(
    `create index record_attributes_by_pair on record_attributes
     using gin (??) with (fastupdate = off)`,
    [ids],
  );
  await knex.raw(
    `create index record_attributes_by_long_pair on record_attributes
     using gin (??) with (fastupdate = off) where ?? is not null`,
    [longIds, longIds],
  );
  await knex.schema.dropTable(ASIDE);
  await knex.raw('analyze record_attributes');
}
