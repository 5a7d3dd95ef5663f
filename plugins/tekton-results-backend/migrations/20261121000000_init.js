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
 * The archive: Results group Records, a Record is one stored object.
 *
 * Rows that lists read are narrow. The object itself (the payload) is kept apart
 * and compressed, as PostgreSQL would keep values under 2 kB in the row and so
 * make every scan read them.
 *
 * Times are `timestamptz` on PostgreSQL and integer milliseconds on SQLite.
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

  await knex.schema.createTable('results', table => {
    table.comment('Groups of Records, as in the Results API');
    table.bigIncrements('seq').comment('Order of creation');
    table.uuid('uid').notNullable().unique();
    table.text('cluster').notNullable();
    table.text('parent').notNullable().comment('Namespace');
    table.text('name').notNullable().comment('Last part of the full name');
    table.text('annotations').notNullable().comment('JSON object of texts');
    table
      .text('summary_record')
      .comment('Full name of the Record that the summary is about');
    table.text('summary_type');
    table.text('summary_status');
    time(table, 'summary_start_time');
    time(table, 'summary_end_time');
    table.text('summary_annotations').comment('JSON object of texts');
    time(table, 'summary_run_created_time').comment(
      'Decides which of several root runs the summary is about: the oldest',
    );
    table.text('etag').notNullable();
    time(table, 'create_time').notNullable();
    time(table, 'update_time').notNullable();
    table.unique(['cluster', 'parent', 'name'], {
      indexName: 'results_by_name',
    });
    table.index(['create_time', 'seq'], 'results_by_create_time');
    table.index(
      ['parent', 'create_time', 'seq'],
      'results_by_parent_create_time',
    );
  });

  await knex.schema.createTable('records', table => {
    table.comment('Stored objects with the fields that are searched');
    table.bigIncrements('seq').comment('Order of creation');
    table.uuid('uid').notNullable().unique();
    table
      .bigInteger('result_seq')
      .notNullable()
      .references('seq')
      .inTable('results')
      .onDelete('CASCADE');
    table.text('cluster').notNullable();
    table.text('parent').notNullable();
    table.text('name').notNullable().comment('Last part of the full name');
    table.text('data_type').notNullable();
    table.text('etag').notNullable();
    time(table, 'create_time').notNullable();
    time(table, 'update_time').notNullable();

    table
      .text('capture_uid')
      .comment('Uid of the run, if the Record was captured from the cluster');
    table
      .bigInteger('resource_version')
      .comment('Version of the captured object; newer ones replace it');
    time(table, 'gone_time').comment(
      'When the object was found not to be in the cluster any more',
    );

    table.text('kind');
    table.text('run_uid');
    table.text('run_name');
    table.text('namespace');
    table.text('display_name');
    table.text('pipeline');
    table.text('task');
    table.text('owner_run_uid');
    table.smallint('root').comment('1: no object owns the run');
    table.text('status');
    table.text('reason');
    table.text('message');
    time(table, 'list_time').comment(
      'Start of the run, or its creation while it has not started',
    );
    time(table, 'run_created_time');
    time(table, 'run_start_time');
    time(table, 'run_completion_time');
    table.bigInteger('duration_ms');
    table.text('source_revision');
    table.text('source_branch');
    table.text('source_repository');
    table.text('source_pull_request');
    table.text('source_author');
    table.text('source_trigger');
    table.text('source_title');
    table.text('source_url');
    table.text('failed_task');
    table.text('failed_step');
    table.integer('exit_code');

    table.unique(['result_seq', 'name'], { indexName: 'records_by_name' });
    table.unique(['cluster', 'capture_uid'], {
      indexName: 'records_by_capture_uid',
    });
    table.index(['create_time', 'seq'], 'records_by_create_time');
    table.index(
      ['parent', 'create_time', 'seq'],
      'records_by_parent_create_time',
    );
    table.index(
      ['result_seq', 'create_time', 'seq'],
      'records_by_result_create_time',
    );
    table.index(['cluster', 'run_uid'], 'records_by_run_uid');
    table.index(['cluster', 'owner_run_uid'], 'records_by_owner_run_uid');
    table.index(['run_name'], 'records_by_run_name');
    table.index(['root', 'list_time', 'seq'], 'records_by_list_time');
    table.index(
      ['namespace', 'root', 'list_time', 'seq'],
      'records_by_namespace_list_time',
    );
    table.index(
      ['cluster', 'root', 'list_time', 'seq'],
      'records_by_cluster_list_time',
    );
    table.index(
      ['pipeline', 'root', 'list_time', 'seq'],
      'records_by_pipeline_list_time',
    );
  });

  // Few runs are in a cluster at any time; a relist asks for just those.
  await knex.schema.raw(
    'create index records_live on records (cluster, kind) where gone_time is null',
  );

  await knex.schema.createTable('payload_dictionaries', table => {
    table.comment('What payloads were compressed with; never changed');
    table.integer('id').primary();
    table.binary('bytes').notNullable();
  });

  await knex.schema.createTable('record_payloads', table => {
    table.comment('The stored objects themselves');
    table
      .bigInteger('record_seq')
      .primary()
      .references('seq')
      .inTable('records')
      .onDelete('CASCADE');
    table
      .smallint('encoding')
      .notNullable()
      .comment('0: plain, 1: gzip, 2: raw deflate with a dictionary');
    table
      .integer('dictionary_id')
      .references('id')
      .inTable('payload_dictionaries');
    table.binary('bytes').notNullable();
  });

  await knex.schema.createTable('attribute_pairs', table => {
    table.comment('Labels, annotations, params and results worth finding by');
    table.bigIncrements('id');
    table.text('type').notNullable();
    table.text('key').notNullable();
    table.text('value').notNullable();
    table.unique(['type', 'key', 'value'], {
      indexName: 'attribute_pairs_by_value',
    });
  });

  await knex.schema.createTable('record_attributes', table => {
    table.comment('Which runs have which pair, newest start last');
    table
      .bigInteger('pair_id')
      .notNullable()
      .references('id')
      .inTable('attribute_pairs');
    table.smallint('root').notNullable();
    time(table, 'list_time').notNullable();
    table
      .bigInteger('record_seq')
      .notNullable()
      .references('seq')
      .inTable('records')
      .onDelete('CASCADE');
    table.primary(['pair_id', 'root', 'list_time', 'record_seq']);
    table.index(['record_seq'], 'record_attributes_by_record');
  });

  await knex.schema.createTable('capture_points', table => {
    table.comment('How far each resource of each cluster has been captured');
    table.text('cluster').notNullable();
    table.text('resource').notNullable();
    table
      .text('resource_version')
      .notNullable()
      .comment('Everything up to this version is stored');
    time(table, 'update_time').notNullable();
    table.primary(['cluster', 'resource']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('capture_points');
  await knex.schema.dropTable('record_attributes');
  await knex.schema.dropTable('attribute_pairs');
  await knex.schema.dropTable('record_payloads');
  await knex.schema.dropTable('payload_dictionaries');
  await knex.schema.dropTable('records');
  await knex.schema.dropTable('results');
};
