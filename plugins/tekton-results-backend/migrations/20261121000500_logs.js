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
 * The logs of steps: what is known of each, where its bytes are, and the bytes
 * themselves where the database keeps them.
 *
 * A log goes with its Record, but its bytes may be with a driver that only the
 * plugin can reach. So a Record that is deleted leaves its logs behind, without
 * one; their keys are then moved to `log_discards`, and forgotten when the bytes
 * are deleted. The rows of an object are under a key only when it is whole.
 *
 * Only new tables: `records` is locked for an instant, for the reference to it.
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

  await knex.schema.createTable('step_logs', table => {
    table.comment('Logs of containers of the attempts of TaskRuns');
    table.bigIncrements('id');
    table
      .bigInteger('record_seq')
      .references('seq')
      .inTable('records')
      .onDelete('SET NULL')
      .comment('Record of the TaskRun; null: deleted, so the log is to go');
    table.integer('attempt').notNullable().comment('From 1');
    table.text('container').notNullable();
    table.text('kind').notNullable().comment('step, sidecar, init or whole');
    table.text('step').notNullable();
    table
      .integer('position')
      .notNullable()
      .comment('Among the containers of the attempt');
    table.text('pod_name').notNullable();
    table.text('state').notNullable();
    table.text('cause');
    table.text('reason').comment('For people');
    table
      .bigInteger('bytes')
      .notNullable()
      .defaultTo(0)
      .comment('Without timestamps');
    table.bigInteger('lines').notNullable().defaultTo(0);
    table.integer('segments').notNullable().defaultTo(0);
    time(table, 'first_line_time');
    time(table, 'last_line_time');
    table.text('resume_time').comment('As the cluster wrote it');
    table
      .bigInteger('resume_lines')
      .comment('Lines in the second of that time, or later');
    table.text('resume_hash').comment('By which they are known again');
    time(table, 'state_time').notNullable();
    table.unique(['record_seq', 'attempt', 'container'], {
      indexName: 'step_logs_by_record',
    });
  });
  await knex.raw(
    'create index step_logs_without_record on step_logs (id) where record_seq is null',
  );

  await knex.schema.createTable('log_segments', table => {
    table.comment('Pieces of logs, each an object of a driver');
    table.bigIncrements('id');
    table
      .bigInteger('log_id')
      .notNullable()
      .references('id')
      .inTable('step_logs')
      .onDelete('CASCADE');
    table.integer('number').notNullable().comment('From 0, without gaps');
    table.text('driver').notNullable();
    table.text('key').notNullable();
    table
      .bigInteger('first_line')
      .notNullable()
      .comment('Lines of the log before it');
    table
      .bigInteger('first_byte')
      .notNullable()
      .comment('Bytes of the log before it, without timestamps');
    table.bigInteger('lines').notNullable();
    table.bigInteger('bytes').notNullable().comment('Without timestamps');
    table.bigInteger('stored_bytes').notNullable().comment('Compressed');
    table
      .text('members')
      .notNullable()
      .comment('JSON list of [lines, bytes, stored bytes] of its gzip members');
    table.unique(['log_id', 'number'], { indexName: 'log_segments_by_log' });
    table.unique(['driver', 'key'], { indexName: 'log_segments_by_key' });
    table.index(['driver', 'id'], 'log_segments_by_driver');
  });

  await knex.schema.createTable('log_discards', table => {
    table.comment('Keys whose bytes are to be deleted');
    table.bigIncrements('id');
    table.text('driver').notNullable();
    table.text('key').notNullable();
    table.unique(['driver', 'key'], { indexName: 'log_discards_by_key' });
  });

  await knex.schema.createTable('log_objects', table => {
    table.comment('What the database driver of logs keeps');
    table.bigIncrements('id');
    // In the order of bytes, so that keys with the same beginning are together.
    table
      .specificType('key', isPostgres ? 'text collate "C"' : 'text')
      .comment('Null until it is whole')
      .unique();
    table.bigInteger('size').notNullable().defaultTo(0).comment('Bytes');
    time(table, 'modified_time').notNullable();
  });
  await knex.raw(
    'create index log_objects_unfinished on log_objects (modified_time) where key is null',
  );

  await knex.schema.createTable('log_blobs', table => {
    table.comment('Bytes of log_objects, in parts of the same size');
    table
      .bigInteger('object_id')
      .notNullable()
      .references('id')
      .inTable('log_objects')
      .onDelete('CASCADE');
    table.integer('number').notNullable().comment('From 0');
    table.binary('bytes').notNullable();
    table.primary(['object_id', 'number']);
  });
  if (isPostgres) {
    // They are compressed, and are read in part.
    await knex.raw(
      'alter table log_blobs alter column bytes set storage external',
    );
  }
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const table of [
    'log_blobs',
    'log_objects',
    'log_discards',
    'log_segments',
    'step_logs',
  ]) {
    await knex.schema.dropTableIfExists(table);
  }
};
