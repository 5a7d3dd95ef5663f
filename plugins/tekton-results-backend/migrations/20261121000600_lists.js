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
 * What lists of runs in other orders than by start need: by duration, by name, by
 * what a filter on the revision finds; and what changed because it is gone.
 *
 * On PostgreSQL the indexes are built concurrently, so that nothing is locked while
 * an earlier version still runs; hence no transaction. Each step sees what is
 * there already, so an interrupted migration can be repeated.
 */
exports.config = { transaction: false };

/**
 * Each index that runs are in makes capturing them slower; hence few columns, and
 * only rows that lists show.
 *
 * @param {boolean} isPostgres
 */
function indexes(isPostgres) {
  return [
    [
      'records_by_duration',
      'records (root, duration_ms, seq) where duration_ms is not null',
    ],
    // Few, and not for long: runs that are not finished, or never started.
    [
      'records_without_duration',
      'records (root, list_time, seq) where duration_ms is null and capture_uid is not null',
    ],
    [
      'records_by_run_name_in_order',
      `records (root, run_name${
        isPostgres ? ' collate "C"' : ''
      }, seq) where capture_uid is not null`,
    ],
    [
      'records_by_source_revision',
      'records (source_revision, root, list_time, seq) where source_revision is not null',
    ],
    [
      'records_by_gone_time',
      'records (gone_time, seq) where gone_time is not null',
    ],
    // With runs that others own; the other lists begin with the column `root`.
    [
      'records_by_start',
      'records (list_time, seq) where capture_uid is not null',
    ],
  ];
}

/** @param {import('knex').Knex} knex */
function onPostgres(knex) {
  return String(knex.client.config.client).includes('pg');
}

/**
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  const isPostgres = onPostgres(knex);
  for (const [name, definition] of indexes(isPostgres)) {
    if (isPostgres) {
      await dropUnfinishedIndex(knex, name);
    }
    await knex.raw(
      `create index ${
        isPostgres ? 'concurrently ' : ''
      }if not exists ${name} on ${definition}`,
    );
  }
};

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
    await knex.raw(`drop index concurrently if exists ${name}`);
  }
}

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const [name] of indexes(onPostgres(knex))) {
    await knex.raw(`drop index if exists ${name}`);
  }
};
