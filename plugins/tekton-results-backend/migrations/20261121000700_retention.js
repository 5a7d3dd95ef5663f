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

/**
 * What keeping runs for a time needs: tombstones of those that were removed, pins of
 * those that are not to be, what the jobs did, and an index by age.
 *
 * On PostgreSQL the index is built concurrently, so that nothing is locked while an
 * earlier version still runs; hence no transaction. Each step sees what is there
 * already, so an interrupted migration can be repeated.
 */
exports.config = { transaction: false };

const INDEXES = [
  [
    'records_by_end_time',
    'records (coalesce(run_completion_time, run_created_time), seq) where capture_uid is not null',
  ],
  ['tombstones_by_run_name', 'tombstones (run_name)'],
  ['tombstones_by_result_name', 'tombstones (result_name)'],
  // Few: runs of which the cluster still has the object.
  ['tombstones_live', 'tombstones (cluster, seq) where gone_time is null'],
  ['tombstones_by_removal', 'tombstones (removal_time, seq)'],
];

/** @param {import('knex').Knex} knex */
function onPostgres(knex) {
  return String(knex.client.config.client).includes('pg');
}

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  const isPostgres = onPostgres(knex);

  /**
   * @param {import('knex').Knex.CreateTableBuilder} table
   * @param {string} name
   */
  const time = (table, name) =>
    isPostgres
      ? table.timestamp(name, { useTz: true, precision: 3 })
      : table.bigInteger(name);

  /**
   * @param {string} tableName
   * @param {(table: import('knex').Knex.CreateTableBuilder) => void} create
   */
  const ensureTable = async (tableName, create) => {
    if (!(await knex.schema.hasTable(tableName))) {
      await knex.schema.createTable(tableName, create);
    }
  };

  await ensureTable('tombstones', table => {
    table.comment('Runs that a retention policy has removed');
    table.bigIncrements('seq');
    table.text('cluster').notNullable();
    table.text('run_uid').notNullable();
    table.text('parent').notNullable().comment('Namespace');
    table.text('result_name').notNullable();
    table.text('record_name').notNullable();
    table.text('data_type').notNullable();
    table.text('kind').notNullable();
    table.text('run_name').notNullable();
    table.text('status').notNullable();
    time(table, 'run_created_time');
    time(table, 'run_start_time');
    time(table, 'run_completion_time');
    table.text('policy').notNullable().comment('Name of the policy');
    time(table, 'removal_time').notNullable();
    time(table, 'gone_time').comment(
      'When the object was found not to be in the cluster any more; null: it may be there, and must not come back',
    );
    table
      .bigInteger('resource_version')
      .notNullable()
      .comment('Version of the object that was last seen');
    table
      .text('finalizers')
      .comment('JSON list of those that the object had; null: none');
    // What decides on who may know of the run; nobody is shown it.
    table.smallint('encoding').notNullable();
    table
      .integer('dictionary_id')
      .references('id')
      .inTable('payload_dictionaries');
    table
      .binary('bytes')
      .notNullable()
      .comment('Kind, labels and annotations of the object, compressed');
    table.unique(['run_uid', 'cluster'], { indexName: 'tombstones_by_uid' });
  });

  await ensureTable('pins', table => {
    table.comment('Runs that no retention policy may remove');
    table.text('cluster').notNullable();
    table.text('run_uid').notNullable();
    table.text('actor').notNullable().comment('Who has pinned it');
    table.text('reason').notNullable();
    time(table, 'create_time').notNullable();
    table.primary(['run_uid', 'cluster']);
  });

  await ensureTable('retention_jobs', table => {
    table.comment('What removed old runs, and how many');
    table.bigIncrements('id');
    table.text('trigger').notNullable().comment('schedule or request');
    table.text('actor').comment('Who asked for it');
    table.text('state').notNullable();
    time(table, 'start_time').notNullable();
    time(table, 'end_time');
    table.text('counts').notNullable().comment('JSON, by policy');
    table.text('problem').comment('For people');
  });

  for (const [name, definition] of INDEXES) {
    if (isPostgres) {
      await dropUnfinishedIndex(knex, name);
    }
    await knex.raw(
      `create index ${
        isPostgres ? 'concurrently ' : ''
      }if not exists ${name} on ${definition}`,
    );
  }
};

/**
 * A concurrent build that was interrupted leaves an index that is never used.
 *
 * @param {import('knex').Knex} knex
 * @param {string} name
 */
async function dropUnfinishedIndex(knex, name) {
  const { rows } = await knex.raw(
    `select 1 from pg_index where indexrelid = to_regclass(?) and not indisvalid`,
    [name],
  );
  if (rows.length > 0) {
    await knex.raw(`drop index concurrently if exists ${name}`);
  }
}

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('drop index if exists records_by_end_time');
  for (const table of ['retention_jobs', 'pins', 'tombstones']) {
    await knex.schema.dropTableIfExists(table);
  }
};
