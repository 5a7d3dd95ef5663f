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
 * What watching needs beyond the runs themselves: which replica watches a
 * cluster, when the final state of a run was stored, when a run was last seen,
 * and what is missing of it and why.
 *
 * Adding columns without defaults takes an instant on both engines. The index is
 * built concurrently on PostgreSQL; hence no transaction. Each step sees what is
 * there already, so an interrupted migration can be repeated.
 */
exports.config = { transaction: false };

/** @param {import('knex').Knex} knex */
function onPostgres(knex) {
  return String(knex.client.config.client).includes('pg');
}

const INDEXES = [
  ['records_live_by_seq', 'records (cluster, seq) where gone_time is null'],
  // Events of pods name the pod, and not the TaskRun that it belongs to.
  [
    'records_by_pod_name',
    'records (cluster, pod_name) where pod_name is not null',
  ],
];

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

  /**
   * @param {string} column
   * @param {string} comment
   */
  const ensureTimeOfRecord = async (column, comment) => {
    if (!(await knex.schema.hasColumn('records', column))) {
      await knex.schema.alterTable('records', table => {
        time(table, column).comment(comment);
      });
    }
  };

  await ensureTimeOfRecord(
    'final_stored_time',
    'When a final state of the run was first stored',
  );
  await ensureTimeOfRecord(
    'last_seen_time',
    'Until when a run that is gone is known to have been in the cluster',
  );

  if (!(await knex.schema.hasColumn('records', 'pod_name'))) {
    await knex.schema.alterTable('records', table => {
      table.text('pod_name').comment('Pod of the last attempt of a TaskRun');
    });
  }

  await ensureTable('leases', table => {
    table.comment('Which process does what only one may do at a time');
    table.text('name').primary();
    table.text('holder').notNullable();
    table
      .bigInteger('epoch')
      .notNullable()
      .comment('Higher with each new holder: writes of earlier ones fail');
    time(table, 'expire_time').notNullable().comment('By this clock');
    // Makes the epoch part of a key: extending a lease then does not wait for
    // transactions that hold the row with FOR KEY SHARE, taking it over does.
    table.unique(['name', 'epoch'], { indexName: 'leases_by_epoch' });
  });

  await ensureTable('capture_gaps', table => {
    table.comment('What of a run is not stored and never will be, and why');
    table
      .bigInteger('record_seq')
      .notNullable()
      .references('seq')
      .inTable('records')
      .onDelete('CASCADE');
    table.text('what').notNullable().comment('Such as logs or events');
    table.text('reason').notNullable();
    time(table, 'create_time').notNullable();
    table.primary(['record_seq', 'what']);
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
  for (const [name] of INDEXES) {
    await knex.raw(`drop index if exists ${name}`);
  }
  await knex.schema.dropTableIfExists('capture_gaps');
  await knex.schema.dropTableIfExists('leases');
  // Not knex's dropColumn: on SQLite it copies the table, and dropping the old
  // one would take all payloads with it.
  for (const column of ['pod_name', 'last_seen_time', 'final_stored_time']) {
    if (await knex.schema.hasColumn('records', column)) {
      await knex.raw('alter table records drop column ??', [column]);
    }
  }
};
