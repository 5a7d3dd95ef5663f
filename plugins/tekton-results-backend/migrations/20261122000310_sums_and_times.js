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
 * Indexes for what took too long with a million Records.
 *
 * - Sums over the PipelineRuns of a pipeline, or over all of them, are read from an
 *   index that holds all that is summed up (PostgreSQL; SQLite sums up in small parts).
 * - A list that is narrowed by times of the objects begins where these Records are,
 *   as nearly all were created within a day of them. The others are in these indexes.
 *
 * On PostgreSQL the indexes are built concurrently, so that nothing is locked while an
 * earlier version still runs; hence no transaction. Each step sees what is there
 * already, so an interrupted migration can be repeated.
 */
exports.config = { transaction: false };

const TIMES = ['run_created_time', 'status_start_time', 'run_completion_time'];

/**
 * @param {boolean} isPostgres
 * @returns {string[][]} names and definitions
 */
function indexes(isPostgres) {
  const apart = TIMES.map(column => [
    `records_apart_from_${column}`,
    `records (${column}, create_time) where ${
      isPostgres
        ? `create_time - ${column} > interval '24 hours' or create_time - ${column} < interval '-24 hours'`
        : `create_time - ${column} > 86400000 or create_time - ${column} < -86400000`
    }`,
  ]);
  const sums = [
    'records_summed_by_pipeline',
    `records (label_pipeline, status_start_time)
     include (data_type, promotion, reason, run_completion_time, cluster, parent)
     where data_type in ('tekton.dev/v1.PipelineRun', 'tekton.dev/v1beta1.PipelineRun')`,
  ];
  return isPostgres ? [...apart, sums] : apart;
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
        isPostgres ? 'concurrently' : ''
      } if not exists ${name} on ${definition}`,
    );
  }
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  const isPostgres = onPostgres(knex);
  for (const [name] of indexes(isPostgres)) {
    await knex.raw(
      `drop index ${isPostgres ? 'concurrently' : ''} if exists ${name}`,
    );
  }
};

/** @param {import('knex').Knex} knex */
function onPostgres(knex) {
  return String(knex.client.config.client).includes('pg');
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
    await knex.raw(`drop index concurrently if exists ${name}`);
  }
}
