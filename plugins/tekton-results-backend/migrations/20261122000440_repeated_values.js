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
 * What the columns of a Record repeat takes less room.
 *
 * Records say once what stood in two columns: the uid of the PipelineRun of a task is
 * `=` in its label's column where its owner's column holds it, and the URL of a commit
 * begins with `=` in place of its repository and ends with it in place of its revision.
 *
 * Records that are there stay as they are, as both ways are understood. No label and no URL
 * is or begins like `=`; if a client has posted one, it is taken out of the column. The
 * index of the label holds only what its owner's column does not.
 *
 * On PostgreSQL, Records of runs are found by their names in the index of the runs' uids,
 * which they are named by; the others have an index of theirs. The one that keeps names
 * apart in a Result begins with the Result: so new Records come to its end, where its
 * pages become full.
 *
 * Indexes are built concurrently, so that nothing is locked but for moments; hence no
 * transaction. Each step can be repeated, until a Record is stored in the new way.
 */
exports.config = { transaction: false };

/** Columns do not say exactly what the object says. */
const INEXACT = 2;

const AFTER = [
  [
    'records_of_pipeline_run_uid',
    `records using hash (label_pipeline_run_uid)
     where label_pipeline_run_uid <> '=' and label_pipeline_run_uid is distinct from owner_run_uid`,
  ],
  ['records_in_result', 'records (result_seq, name)', 'unique'],
  [
    'records_of_other_name',
    'records using hash (name) where name is distinct from capture_uid',
  ],
];

const BEFORE = [
  [
    'records_of_other_pipeline_run_uid',
    'records using hash (label_pipeline_run_uid) where label_pipeline_run_uid is distinct from owner_run_uid',
  ],
  ['records_by_name_in_result', 'records (name, result_seq)', 'unique'],
  ['records_of_result', 'records (result_seq)'],
];

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  // Only its object can say it from now on.
  await knex('records')
    .where({ label_pipeline_run_uid: '=' })
    .update({ label_pipeline_run_uid: null, promotion: INEXACT });
  await knex('records')
    .where('source_url', 'like', '=%')
    .update({ source_url: null });
  if (onPostgres(knex)) {
    await createIndexes(knex, AFTER);
    await dropIndexes(knex, BEFORE);
  }
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex('records')
    .where({ label_pipeline_run_uid: '=' })
    .update({ label_pipeline_run_uid: knex.ref('owner_run_uid') });
  await knex('records')
    .where('source_url', 'like', '=%')
    .update({
      source_url: knex.raw(
        `coalesce(source_repository, '') || case
           when length(source_url) > 1 and source_url like '%='
           then substr(source_url, 2, length(source_url) - 2) || coalesce(source_revision, '')
           else substr(source_url, 2) end`,
      ),
    });
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
