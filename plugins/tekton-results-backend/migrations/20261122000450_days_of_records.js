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
 * PostgreSQL (14 or newer) knows of how many days the Records are. Else it takes each time for
 * a day of its own, and sorts all Records where it could add them up as they come.
 *
 * The words are those of summaries by day, which PostgreSQL compares. Each step can be
 * repeated.
 */
const COLUMNS = [
  'run_created_time',
  'status_start_time',
  'run_completion_time',
];

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  if (onPostgres(knex)) {
    for (const column of COLUMNS) {
      await knex.raw(
        `create statistics if not exists ??
         on (floor(date_part('epoch', ??) / 86400)::bigint * 86400) from records`,
        [nameOf(column), column],
      );
    }
    await knex.raw('analyze records');
  }
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  if (onPostgres(knex)) {
    for (const column of COLUMNS) {
      await knex.raw('drop statistics if exists ??', [nameOf(column)]);
    }
  }
};

function nameOf(column) {
  return `records_days_of_${column}`;
}

function onPostgres(knex) {
  return String(knex.client.config.client).includes('pg');
}
