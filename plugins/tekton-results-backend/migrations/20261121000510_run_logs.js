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
 * Which runs are done with their logs: what there will ever be is captured, and
 * their Log Record is written. The others are found again after a restart.
 *
 * Only a new table, and an index on one that is hardly older.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('run_logs', table => {
    table.comment('Runs whose logs are captured, as far as they ever will be');
    table
      .bigInteger('record_seq')
      .primary()
      .references('seq')
      .inTable('records')
      .onDelete('CASCADE')
      .comment('Record of the run');
    table
      .bigInteger('log_record_seq')
      .references('seq')
      .inTable('records')
      .onDelete('SET NULL')
      .comment('Its Log Record; null: deleted, or that of somebody else');
    table.index(['log_record_seq'], 'run_logs_by_log_record');
  });
  await knex.raw(
    `create index step_logs_streaming on step_logs (id) where state = 'streaming'`,
  );
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.raw('drop index if exists step_logs_streaming');
  await knex.schema.dropTableIfExists('run_logs');
};
