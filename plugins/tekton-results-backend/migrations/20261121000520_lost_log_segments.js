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
 * Which segments of logs their drivers have lost. The lines after them keep their
 * numbers, so the segments stay; they are only not read any more.
 *
 * On PostgreSQL columns with a constant default are added in an instant.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('log_segments', table => {
    table
      .boolean('lost')
      .notNullable()
      .defaultTo(false)
      .comment('The driver does not have it any more');
  });
  await knex.schema.alterTable('step_logs', table => {
    table
      .bigInteger('lost_bytes')
      .notNullable()
      .defaultTo(0)
      .comment('Of bytes, those in lost segments');
    table
      .bigInteger('lost_lines')
      .notNullable()
      .defaultTo(0)
      .comment('Of lines, those in lost segments');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.alterTable('step_logs', table => {
    table.dropColumns('lost_bytes', 'lost_lines');
  });
  await knex.schema.alterTable('log_segments', table => {
    table.dropColumn('lost');
  });
};
