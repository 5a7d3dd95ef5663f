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

/** A uid, and the hyphen behind it. */
const TIME_START = 38;
const TABLES = ['results', 'records'];
/** What is later, in the year 2255 or after it, would not fit into a number. */
const MAX_TIME = '8999999999999999999';

/**
 * Rows hold only the time of their etag, as the rest is their uid, which is in a column
 * of its own. On PostgreSQL it is a number; on SQLite it stays a text, as its driver
 * rounds numbers of that size.
 *
 * Writes both tables anew with all their indexes, which takes as much room again until
 * it is done. Nothing else can use them meanwhile.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await lockTables(knex);
  for (const table of TABLES) {
    if (!onPostgres(knex)) {
      await knex.raw(
        'update ?? set etag = substr(etag, ?) where length(etag) >= ?',
        [table, TIME_START, TIME_START],
      );
    } else if ((await typeOfEtag(knex, table)) !== 'bigint') {
      await knex.raw(
        `alter table ?? alter column etag type bigint using
         cast(least(cast(substr(etag, ${TIME_START}) as numeric), ${MAX_TIME}) as bigint)`,
        [table],
      );
    }
  }
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await lockTables(knex);
  for (const table of TABLES) {
    if (!onPostgres(knex)) {
      await knex.raw(
        `update ?? set etag = uid || '-' || etag where length(etag) < ?`,
        [table, TIME_START],
      );
    } else if ((await typeOfEtag(knex, table)) === 'bigint') {
      await knex.raw(
        `alter table ?? alter column etag type text
         using cast(uid as text) || '-' || cast(etag as text)`,
        [table],
      );
    }
  }
};

/**
 * In the order of those who write Records: else they and this wait for each other.
 *
 * @param {import('knex').Knex} knex
 */
async function lockTables(knex) {
  if (onPostgres(knex)) {
    await knex.raw('lock table ??, ?? in access exclusive mode', TABLES);
  }
}

/** @param {import('knex').Knex} knex */
function onPostgres(knex) {
  return String(knex.client.config.client).includes('pg');
}

/**
 * @param {import('knex').Knex} knex
 * @param {string} table
 */
async function typeOfEtag(knex, table) {
  const { rows } = await knex.raw(
    `select format_type(atttypid, null) as type from pg_attribute
     where attrelid = to_regclass(?) and attname = 'etag'`,
    [table],
  );
  return rows[0].type;
}
