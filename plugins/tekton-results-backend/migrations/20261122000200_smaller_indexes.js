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
 * Indexes of Records that take less than half as much room on PostgreSQL, where
 * they were larger than the Records themselves. SQLite keeps its own: it finds its
 * way by what each index begins with, and reads all lists in their order.
 *
 * - A key without `seq` is the same in many rows, and PostgreSQL stores it once.
 *   What has few values is either rare, and then sorted, or common, and then found
 *   by walking a list.
 * - Lists in other orders than by creation are of runs that nobody owns: one Record
 *   of five or so.
 * - What is only asked for whether it is equal needs a hash, and not a text.
 *
 * The indexes are built concurrently, so that nothing is locked while an earlier
 * version still runs; hence no transaction. Each step sees what is there already,
 * so an interrupted migration can be repeated.
 */
exports.config = { transaction: false };

const SMALLER = [
  // Finds by the name alone, too.
  ['records_by_name_in_result', 'records (name, result_seq)', 'unique'],
  ['records_of_result', 'records (result_seq)'],
  ['records_of_data_type', 'records (data_type)'],
  ['records_of_reason', 'records (reason)'],
  ['records_of_condition_status', 'records (condition_status)'],
  ['records_of_status', 'records (status)'],
  ['records_of_pipeline', 'records (pipeline)'],
  [
    'records_of_source_revision',
    'records (source_revision) where source_revision is not null',
  ],
  ['records_of_run_uid', 'records using hash (run_uid)'],
  ['records_of_run_name', 'records using hash (run_name)'],
  [
    'records_of_pod_name',
    'records using hash (pod_name) where pod_name is not null',
  ],
  ...[
    ['records_by_root_time', 'list_time'],
    ['records_by_status_root_time', 'status, list_time'],
    ['records_by_pipeline_root_time', 'pipeline, list_time'],
    ['records_by_parent_root_time', 'parent, list_time'],
    ['records_by_cluster_root_time', 'cluster, list_time'],
    ['records_by_root_name', 'run_name collate "C"'],
    ['records_by_root_duration', 'duration_ms'],
  ].map(([name, columns]) => [
    name,
    `records (${columns}, seq) where root = 1::smallint`,
  ]),
];

/** What each of them was before; the constraint is dealt with apart. */
const LARGER = [
  ['records_by_record_name', 'records (name)'],
  ['records_by_result_create_time', 'records (result_seq, create_time, seq)'],
  ['records_by_data_type', 'records (data_type, create_time, seq)'],
  ['records_by_reason', 'records (reason, create_time, seq)'],
  [
    'records_by_condition_status',
    'records (condition_status, create_time, seq)',
  ],
  ['records_by_status_list_time', 'records (status, root, list_time, seq)'],
  ['records_by_pipeline_list_time', 'records (pipeline, root, list_time, seq)'],
  [
    'records_by_source_revision',
    'records (source_revision, root, list_time, seq) where source_revision is not null',
  ],
  ['records_by_run_uid_cluster', 'records (run_uid, cluster)'],
  ['records_by_run_name', 'records (run_name)'],
  [
    'records_by_pod_name',
    'records (cluster, pod_name) where pod_name is not null',
  ],
  ['records_by_list_time', 'records (root, list_time, seq)'],
  ['records_by_parent_list_time', 'records (parent, root, list_time, seq)'],
  ['records_by_cluster_list_time', 'records (cluster, root, list_time, seq)'],
  [
    'records_by_run_name_in_order',
    'records (root, run_name collate "C", seq) where capture_uid is not null',
  ],
  [
    'records_by_duration',
    'records (root, duration_ms, seq) where duration_ms is not null',
  ],
];

const UNIQUE_NAME = 'records_by_name';

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  if (!onPostgres(knex)) {
    return;
  }
  await createIndexes(knex, SMALLER);
  await knex.raw(
    `alter table records drop constraint if exists ${UNIQUE_NAME}`,
  );
  await dropIndexes(knex, LARGER);
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  if (!onPostgres(knex)) {
    return;
  }
  await createIndexes(knex, LARGER);
  if (!(await hasConstraint(knex, UNIQUE_NAME))) {
    await createIndexes(knex, [
      [UNIQUE_NAME, 'records (result_seq, name)', 'unique'],
    ]);
    await knex.raw(
      `alter table records add constraint ${UNIQUE_NAME} unique using index ${UNIQUE_NAME}`,
    );
  }
  await dropIndexes(knex, SMALLER);
};

/** @param {import('knex').Knex} knex */
function onPostgres(knex) {
  return String(knex.client.config.client).includes('pg');
}

/**
 * @param {import('knex').Knex} knex
 * @param {string[][]} indexes - name, definition, and whether it is unique
 */
async function createIndexes(knex, indexes) {
  for (const [name, definition, unique = ''] of indexes) {
    await dropUnfinishedIndex(knex, name);
    await knex.raw(
      `create ${unique} index concurrently if not exists ${name} on ${definition}`,
    );
  }
}

/**
 * @param {import('knex').Knex} knex
 * @param {string[][]} indexes
 */
async function dropIndexes(knex, indexes) {
  for (const [name] of indexes) {
    await knex.raw(`drop index concurrently if exists ${name}`);
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
    await knex.raw(`drop index concurrently if exists ${name}`);
  }
}

/**
 * @param {import('knex').Knex} knex
 * @param {string} name
 */
async function hasConstraint(knex, name) {
  const { rows } = await knex.raw(
    `select 1 from pg_constraint where conrelid = 'records'::regclass and conname = ?`,
    [name],
  );
  return rows.length > 0;
}
