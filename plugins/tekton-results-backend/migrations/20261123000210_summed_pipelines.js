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
 * Sums over the Records of a pipeline are read from an index that holds all that is
 * summed up, and what it is grouped by.
 *
 * That is on SQLite, which went through the whole archive for them, piece by piece. It
 * holds TaskRuns, too; on PostgreSQL there are indexes of PipelineRuns alone.
 */
const INDEX = 'records_summed';

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  if (!onPostgres(knex)) {
    await knex.raw(
      `create index if not exists ?? on records (
         label_pipeline, create_time, seq, data_type, promotion, reason, condition_status,
         run_created_time, status_start_time, run_completion_time,
         cluster, parent, namespace, annotation_repository
       ) where label_pipeline is not null`,
      [INDEX],
    );
  }
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('drop index if exists ??', [INDEX]);
};

/** @param {import('knex').Knex} knex */
function onPostgres(knex) {
  return String(knex.client.config.client).includes('pg');
}
