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
 * Of which pipeline a run is that brings its pipeline along: `records.pipeline` was
 * the name of the run itself. What tells it is in compressed objects, which SQL does
 * not read; so this only notes that there is something to do. The backend does it in
 * the background, and notes how far it has come.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('renewals', table => {
    table.comment(
      'What earlier versions stored otherwise, until it is renewed',
    );
    table.text('name').primary();
    table
      .bigInteger('done_to')
      .notNullable()
      .comment('Records with a seq up to this are renewed');
  });
  const [stored] = await knex('records').select('seq').limit(1);
  if (stored) {
    await knex('renewals').insert({ name: 'pipelines', done_to: 0 });
  }
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTableIfExists('renewals');
};
