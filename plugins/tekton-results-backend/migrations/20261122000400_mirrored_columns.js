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

const { randomUUID } = require('crypto');

/**
 * Smaller indexes of Records on PostgreSQL.
 *
 * - The uid of a run stands in several columns, and mostly is the same in two of them:
 *   one of the two indexes keeps only the Records in which it is not.
 * - What is written at once has the same times, which an index without `seq` holds once.
 *   Lists by creation and by start keep theirs, as they are read from the index alone.
 * - Sums over PipelineRuns are read from an index of those of one version of the API, so
 *   that it need not say which.
 * - Uids of Records are random, or come from another archive: nothing looks them up,
 *   and an archive may be imported under the names of two clusters.
 *
 * Indexes are built concurrently, so that nothing is locked but for moments while an
 * earlier version still runs; hence no transaction. Each step sees what is there already, so an
 * interrupted migration can be repeated.
 */
exports.config = { transaction: false };

const SUMMED_COLUMNS = `(label_pipeline, status_start_time)
   include (run_completion_time, promotion, reason, cluster, parent)`;

const SMALLER = [
  ['records_of_capture_uid', 'records (capture_uid, cluster)', 'unique'],
  [
    'records_of_other_run_uid',
    'records using hash (run_uid) where run_uid is distinct from capture_uid',
  ],
  [
    'records_of_other_pipeline_run_uid',
    'records using hash (label_pipeline_run_uid) where label_pipeline_run_uid is distinct from owner_run_uid',
  ],
  ['records_of_update_time', 'records (update_time)'],
  ['records_of_gone_time', 'records (gone_time) where gone_time is not null'],
  [
    'records_of_end_time',
    'records ((coalesce(run_completion_time, run_created_time))) where capture_uid is not null',
  ],
  [
    'records_summed_v1',
    `records ${SUMMED_COLUMNS} where data_type = 'tekton.dev/v1.PipelineRun'`,
  ],
  [
    'records_summed_v1beta1',
    `records ${SUMMED_COLUMNS} where data_type = 'tekton.dev/v1beta1.PipelineRun'`,
  ],
];

/** What each of them was before; constraints are dealt with apart. */
const LARGER = [
  ['records_of_run_uid', 'records using hash (run_uid)'],
  ['records_by_label_pipeline_run_uid', 'records (label_pipeline_run_uid)'],
  ['records_by_update_time', 'records (update_time, seq)'],
  [
    'records_by_gone_time',
    'records (gone_time, seq) where gone_time is not null',
  ],
  [
    'records_by_end_time',
    'records (coalesce(run_completion_time, run_created_time), seq) where capture_uid is not null',
  ],
  [
    'records_summed_by_pipeline',
    `records (label_pipeline, status_start_time)
     include (data_type, promotion, reason, run_completion_time, cluster, parent)
     where data_type in ('tekton.dev/v1.PipelineRun', 'tekton.dev/v1beta1.PipelineRun')`,
  ],
];

const UNIQUE_RUN = 'records_by_capture_uid';
const UNIQUE_UID = 'records_uid_unique';

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  if (!onPostgres(knex)) {
    await knex.raw('drop index if exists ??', [UNIQUE_UID]);
    return;
  }
  await createIndexes(knex, SMALLER);
  for (const name of [UNIQUE_RUN, UNIQUE_UID]) {
    await knex.raw('alter table records drop constraint if exists ??', [name]);
  }
  await dropIndexes(knex, LARGER);
};

/**
 * Of Records with the same uid, all but one get another.
 *
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await replaceSameUids(knex);
  if (!onPostgres(knex)) {
    await knex.raw('create unique index if not exists ?? on records (uid)', [
      UNIQUE_UID,
    ]);
    return;
  }
  await createIndexes(knex, LARGER);
  await createConstraint(knex, UNIQUE_RUN, 'records (cluster, capture_uid)');
  await createConstraint(knex, UNIQUE_UID, 'records (uid)');
  await dropIndexes(knex, SMALLER);
};

/** @param {import('knex').Knex} knex */
function onPostgres(knex) {
  return String(knex.client.config.client).includes('pg');
}

/** @param {import('knex').Knex} knex */
async function replaceSameUids(knex) {
  const rows = await knex
    .from(
      knex('records')
        .select('seq')
        .rowNumber('number', query => query.partitionBy('uid').orderBy('seq'))
        .as('numbered'),
    )
    .where('number', '>', 1)
    .select('seq');
  for (const { seq } of rows) {
    await knex('records').where({ seq }).update({ uid: randomUUID() });
  }
}

/**
 * @param {import('knex').Knex} knex
 * @param {string} name
 * @param {string} columns
 */
async function createConstraint(knex, name, columns) {
  const { rows } = await knex.raw(
    `select 1 from pg_constraint where conrelid = 'records'::regclass and conname = ?`,
    [name],
  );
  if (rows.length === 0) {
    await createIndexes(knex, [[name, columns, 'unique']]);
    await knex.raw(
      'alter table records add constraint ?? unique using index ??',
      [name, name],
    );
  }
}

/**
 * @param {import('knex').Knex} knex
 * @param {string[][]} indexes
 */
async function createIndexes(knex, indexes) {
  for (const [name, definition, unique = ''] of indexes) {
    await dropUnfinishedIndex(knex, name);
    await knex.raw(
      `create ${unique} index concurrently if not exists ?? on ${definition}`,
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
