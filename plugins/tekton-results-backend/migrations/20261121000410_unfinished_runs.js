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
 * Where runs are stored only when they are over (`archive.incompleteRuns: false`),
 * their last states: all there is of a run that vanishes while nobody looks.
 *
 * A new table: takes an instant on both engines.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  const isPostgres = String(knex.client.config.client).includes('pg');
  await knex.schema.createTable('unfinished_runs', table => {
    table.comment('Last states of runs that are stored when they are over');
    table.text('cluster').notNullable();
    table.text('capture_uid').notNullable().comment('Uid of the run');
    table.text('kind').notNullable();
    table.text('namespace').notNullable();
    table.bigInteger('resource_version').notNullable();
    if (isPostgres) {
      table
        .timestamp('update_time', { useTz: true, precision: 3 })
        .notNullable();
    } else {
      table.bigInteger('update_time').notNullable();
    }
    table.integer('encoding').notNullable();
    table.integer('dictionary_id');
    table.binary('bytes').notNullable();
    table.primary(['cluster', 'capture_uid']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTableIfExists('unfinished_runs');
};
