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
 * What access to runs needs: lists of the runs of a parent, which is what callers
 * may see or not, and the key with which places in lists are sealed.
 *
 * On PostgreSQL the index is built concurrently, so that nothing is locked while
 * an earlier version still runs; hence no transaction. Each step sees what is
 * there already, so an interrupted migration can be repeated.
 */
exports.config = { transaction: false };

/** For captured runs the parent is the namespace. */
const NAMESPACE_INDEX = 'records_by_namespace_list_time';
const PARENT_INDEX = 'records_by_parent_list_time';

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  if (!(await knex.schema.hasTable('token_keys'))) {
    await knex.schema.createTable('token_keys', table => {
      table.comment('Keys of page tokens; they protect nothing else');
      table.integer('id').primary();
      table.binary('bytes').notNullable();
    });
  }
  await createIndex(knex, PARENT_INDEX, 'parent');
  await knex.raw(`drop index if exists ${NAMESPACE_INDEX}`);
};

/**
 * @param {import('knex').Knex} knex
 * @param {string} name
 * @param {string} column
 */
async function createIndex(knex, name, column) {
  const isPostgres = String(knex.client.config.client).includes('pg');
  if (isPostgres) {
    // A concurrent build that was interrupted leaves an index that is never used.
    const { rows } = await knex.raw(
      `select 1 from pg_index where indexrelid = to_regclass(?) and not indisvalid`,
      [name],
    );
    if (rows.length > 0) {
      await knex.raw(`drop index concurrently if exists ${name}`);
    }
  }
  await knex.raw(
    `create index ${
      isPostgres ? 'concurrently ' : ''
    }if not exists ${name} on records (${column}, root, list_time, seq)`,
  );
}

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await createIndex(knex, NAMESPACE_INDEX, 'namespace');
  await knex.raw(`drop index if exists ${PARENT_INDEX}`);
  await knex.schema.dropTable('token_keys');
};
