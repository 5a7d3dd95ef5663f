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
 * When a cluster was not watched for so long that it had forgotten what happened
 * meanwhile: runs that came and went then are missing.
 *
 * Only a new table.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  const isPostgres = String(knex.client.config.client).includes('pg');

  /**
   * @param {import('knex').Knex.CreateTableBuilder} table
   * @param {string} name
   */
  const time = (table, name) =>
    isPostgres
      ? table.timestamp(name, { useTz: true, precision: 3 })
      : table.bigInteger(name);

  await knex.schema.createTable('capture_outages', table => {
    table.comment('Times of which a cluster could not tell what happened');
    table.bigIncrements('id');
    table.text('cluster').notNullable();
    table.text('resource').notNullable().comment('As in capture_points');
    time(table, 'from_time')
      .notNullable()
      .comment('Until then everything was stored');
    time(table, 'until_time')
      .notNullable()
      .comment('What was in the cluster then was listed');
    table.index(['until_time'], 'capture_outages_by_time');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTableIfExists('capture_outages');
};
