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
 * What filters and summaries need of Records: more promoted columns, whether they
 * say exactly what the stored object says, a signature of the object's values,
 * and indexes.
 *
 * Adding columns with constant defaults takes an instant on both engines. On
 * PostgreSQL the indexes are built concurrently, so that nothing is locked while
 * an earlier version still runs; hence no transaction. Each step sees what is
 * there already, so an interrupted migration can be repeated.
 */
exports.config = { transaction: false };

const TEXT_COLUMNS = [
  'condition_status',
  'label_pipeline_run',
  'label_pipeline_run_uid',
  'label_pipeline',
  'annotation_repository',
];
const SIGNATURE_COLUMNS = [0, 1, 2, 3, 4, 5, 6, 7].map(n => `sig${n}`);
/** Microseconds beyond the milliseconds that the times themselves hold. */
const MICROS_COLUMNS = ['summary_start_micros', 'summary_end_micros'];

/** What conditions on times alone read: cheap to keep where rows are in order. */
const TIME_COLUMNS = [
  'status_start_time',
  'run_completion_time',
  'run_created_time',
];

/** @param {boolean} isPostgres */
function indexes(isPostgres) {
  return [
    ['records_by_record_name', 'records (name)'],
    // In place of indexes that begin with the cluster, which filters may not name.
    ['records_by_run_uid_cluster', 'records (run_uid, cluster)'],
    ['records_by_owner_run_uid_cluster', 'records (owner_run_uid, cluster)'],
    ['records_by_data_type', 'records (data_type, create_time, seq)'],
    ['records_by_reason', 'records (reason, create_time, seq)'],
    [
      'records_by_condition_status',
      'records (condition_status, create_time, seq)',
    ],
    // In the order of the runs that have the status, as the screens list them.
    ['records_by_status_list_time', 'records (status, root, list_time, seq)'],
    ['records_by_label_pipeline_run', 'records (label_pipeline_run)'],
    ['records_by_label_pipeline_run_uid', 'records (label_pipeline_run_uid)'],
    ['records_by_cluster_create_time', 'records (cluster, create_time, seq)'],
    ['records_by_update_time', 'records (update_time, seq)'],
    ['records_not_promoted', 'records (create_time, seq) where promotion <> 1'],
    ...TIME_COLUMNS.map(column => [
      `records_by_${column}`,
      isPostgres
        ? `records using brin (${column}) with (autosummarize = on)`
        : `records (${column}, seq)`,
    ]),
    ['results_by_update_time', 'results (update_time, seq)'],
    // Results without a time come after the others.
    ...['summary_start_time', 'summary_end_time'].map(column => [
      `results_by_${column}`,
      `results (coalesce(${column}, ${
        isPostgres ? "timestamptz '9999-12-31 00:00:00+00'" : '253402214400000'
      }), seq)`,
    ]),
  ];
}

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
   * @param {string} tableName
   * @param {string} column
   * @param {(table: import('knex').Knex.AlterTableBuilder) => void} add
   */
  const ensureColumn = async (tableName, column, add) => {
    if (!(await knex.schema.hasColumn(tableName, column))) {
      await knex.schema.alterTable(tableName, add);
    }
  };

  await ensureColumn('records', 'promotion', table => {
    table
      .smallint('promotion')
      .notNullable()
      .defaultTo(0)
      .comment(
        '1: every promoted column says what the payload says; 2: some does not; 0: not worked out yet',
      );
  });
  await ensureColumn('records', 'status_start_time', table => {
    const column = isPostgres
      ? table.timestamp('status_start_time', { useTz: true, precision: 3 })
      : table.bigInteger('status_start_time');
    column.comment('Start of the last attempt, as the payload says');
  });
  for (const column of TEXT_COLUMNS) {
    await ensureColumn('records', column, table => {
      table.text(column);
    });
  }
  for (const column of SIGNATURE_COLUMNS) {
    await ensureColumn('records', column, table => {
      table
        .bigInteger(column)
        .notNullable()
        .defaultTo(0)
        .comment('64 bits of the Bloom filter over the values of the payload');
    });
  }
  for (const column of MICROS_COLUMNS) {
    await ensureColumn('results', column, table => {
      table
        .smallint(column)
        .notNullable()
        .defaultTo(0)
        .comment('Microseconds beyond the milliseconds of the time');
    });
  }

  for (const [name, definition] of indexes(isPostgres)) {
    if (isPostgres) {
      await dropUnfinishedIndex(knex, name);
    }
    await knex.raw(
      `create index ${
        isPostgres ? 'concurrently ' : ''
      }if not exists ${name} on ${definition}`,
    );
  }
  for (const name of ['records_by_run_uid', 'records_by_owner_run_uid']) {
    await knex.raw(`drop index if exists ${name}`);
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
  for (const column of ['run_uid', 'owner_run_uid']) {
    await knex.raw(
      `create index if not exists records_by_${column} on records (cluster, ${column})`,
    );
  }
  for (const [name] of indexes(onPostgres(knex))) {
    await knex.raw(`drop index if exists ${name}`);
  }
  // Not knex's dropColumn: on SQLite it copies the table, and dropping the old
  // one would take all payloads with it.
  const dropColumns = async (
    /** @type {string} */ tableName,
    /** @type {string[]} */ columns,
  ) => {
    for (const column of columns) {
      if (await knex.schema.hasColumn(tableName, column)) {
        await knex.raw('alter table ?? drop column ??', [tableName, column]);
      }
    }
  };
  await dropColumns('results', MICROS_COLUMNS);
  await dropColumns('records', [
    ...SIGNATURE_COLUMNS,
    ...TEXT_COLUMNS,
    'status_start_time',
    'promotion',
  ]);
};
