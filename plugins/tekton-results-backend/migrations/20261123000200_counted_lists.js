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

/**
 * Indexes of lists have nothing but the runs that are listed.
 *
 * On PostgreSQL they had all Records that nobody owns, among which may be some whose run
 * another Record stands for. To count a list, each of its rows had to be looked at, or
 * the whole table read. Now the index alone tells how many there are.
 *
 * The indexes are built concurrently, so that nothing is locked while an earlier
 * version still runs; hence no transaction. Each step sees what is there already,
 * so an interrupted migration can be repeated.
 */
exports.config = { transaction: false };

const LISTS = [
  ['records_by_root_time', 'root_runs_by_time', 'list_time'],
  ['records_by_status_root_time', 'root_runs_by_status', 'status, list_time'],
  [
    'records_by_pipeline_root_time',
    'root_runs_by_pipeline',
    'pipeline, list_time',
  ],
  ['records_by_parent_root_time', 'root_runs_by_parent', 'parent, list_time'],
  [
    'records_by_cluster_root_time',
    'root_runs_by_cluster',
    'cluster, list_time',
  ],
  ['records_by_root_name', 'root_runs_by_name', 'run_name collate "C"'],
  ['records_by_root_duration', 'root_runs_by_duration', 'duration_ms'],
];

const BEFORE = LISTS.map(([name, , columns]) => [
  name,
  `records (${columns}, seq) where root = 1::smallint`,
]);

const AFTER = LISTS.map(([, name, columns]) => [
  name,
  `records (${columns}, seq) where root = 1::smallint and capture_uid is not null`,
]);

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  if (onPostgres(knex)) {
    await createIndexes(knex, AFTER);
    await dropIndexes(knex, BEFORE);
  }
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  if (onPostgres(knex)) {
    await createIndexes(knex, BEFORE);
    await dropIndexes(knex, AFTER);
  }
};

/** @param {import('knex').Knex} knex */
function onPostgres(knex) {
  return String(knex.client.config.client).includes('pg');
}

/**
 * @param {import('knex').Knex} knex
 * @param {string[][]} indexes
 */
async function createIndexes(knex, indexes) {
  for (const [name, definition] of indexes) {
    await dropUnfinishedIndex(knex, name);
    await knex.raw(
      `create index concurrently if not exists ?? on ${definition}`,
      [name],
    );
  }
}

/**
 * @param {import('knex').Knex} knex
 * @param {string[][]} indexes
 */
async function dropIndexes(knex, indexes) {
  for (const [name] of indexes) {
    await knex.raw('drop index concurrently if exists ??', [name]);
  }
}

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
    await knex.raw('drop index concurrently if exists ??', [name]);
  }
}
