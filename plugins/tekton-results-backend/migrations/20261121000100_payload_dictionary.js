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

const { readFileSync } = require('fs');
const { join } = require('path');

const DICTIONARY_ID = 1;

/**
 * The first compression dictionary: eight recorded runs. It lives in the
 * database, so that a payload can be read for as long as the database exists,
 * whatever later versions compress with.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex('payload_dictionaries')
    .insert({
      id: DICTIONARY_ID,
      bytes: readFileSync(
        join(__dirname, 'dictionaries', `${DICTIONARY_ID}.txt`),
      ),
    })
    .onConflict('id')
    .ignore();
};

/**
 * A dictionary that payloads need stays: without it they could not be read.
 *
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex('payload_dictionaries')
    .where({ id: DICTIONARY_ID })
    .whereNotExists(
      knex('record_payloads').where({ dictionary_id: DICTIONARY_ID }),
    )
    .delete();
};
