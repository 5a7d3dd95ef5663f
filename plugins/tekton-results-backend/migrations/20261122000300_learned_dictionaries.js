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

const { gzipSync, inflateRawSync } = require('zlib');

const GZIP = 1;
const PIECES = 3;
const WINDOW_BYTES = 32 * 1024;
const PIECE_BYTES = 24 * 1024;
const ROWS = 100;

/**
 * Dictionaries that are learned from runs of the same pipeline or task. They are
 * stored compressed with the dictionary that they stand behind.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  const isPostgres = String(knex.client.config.client).includes('pg');
  await knex.schema.alterTable('payload_dictionaries', table => {
    table
      .integer('base_id')
      .comment('What it stands behind, and is compressed with; null: neither');
    table.text('template').comment('Of which runs; null: of all');
    if (isPostgres) {
      table.timestamp('create_time', { useTz: true, precision: 3 });
    } else {
      table.bigInteger('create_time');
    }
    table.index(['template'], 'payload_dictionaries_of_template');
  });
};

/**
 * What payloads were compressed with stays, as whole dictionaries. Payloads in pieces,
 * which earlier versions do not know, are compressed otherwise.
 *
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  const bases = new Map();
  for (;;) {
    const row = await knex('payload_dictionaries')
      .whereNotNull('base_id')
      .first('id', 'bytes', 'base_id');
    if (!row) {
      break;
    }
    if (!bases.has(row.base_id)) {
      const base = await knex('payload_dictionaries')
        .where({ id: row.base_id })
        .first('bytes');
      bases.set(row.base_id, base.bytes);
    }
    await knex('payload_dictionaries')
      .where({ id: row.id })
      .update({
        bytes: whole(row.bytes, bases.get(row.base_id)),
        base_id: null,
      });
  }
  await joinPieces(knex);
  await knex.schema.alterTable('payload_dictionaries', table => {
    table.dropIndex(['template'], 'payload_dictionaries_of_template');
  });
  // On SQLite knex would make the table anew, which payloads refer to.
  for (const column of ['base_id', 'template', 'create_time']) {
    await knex.raw('alter table payload_dictionaries drop column ??', [column]);
  }
};

/** Tables with payloads, and what identifies their rows. */
const PAYLOADS = [
  ['record_payloads', ['record_seq']],
  ['unfinished_runs', ['cluster', 'capture_uid']],
  ['tombstones', ['seq']],
];

/** @param {import('knex').Knex} knex */
async function joinPieces(knex) {
  for (const [table, key] of PAYLOADS) {
    for (;;) {
      const rows = await knex(`${table} as p`)
        .join('payload_dictionaries as d', 'd.id', 'p.dictionary_id')
        .where('p.encoding', PIECES)
        .limit(ROWS)
        .select('p.*', 'd.bytes as dictionary');
      if (rows.length === 0) {
        break;
      }
      for (const row of rows) {
        await knex(table)
          .where(Object.fromEntries(key.map(name => [name, row[name]])))
          .update({
            encoding: GZIP,
            dictionary_id: null,
            bytes: gzipSync(joined(row.bytes, row.dictionary)),
          });
      }
    }
  }
}

/**
 * @param {Buffer} bytes
 * @param {Buffer} dictionary
 */
function joined(bytes, dictionary) {
  const textBytes = bytes.readUInt32BE();
  const scale = Math.max(0, dictionary.length - WINDOW_BYTES) / textBytes;
  const count = Math.ceil(textBytes / PIECE_BYTES);
  const pieces = [];
  let start = 4 * (1 + count);
  for (let index = 0; index < count; index += 1) {
    const end = start + bytes.readUInt32BE(4 * (1 + index));
    const textEnd = Math.min(textBytes, PIECE_BYTES * (1 + index));
    const dictionaryEnd = Math.min(
      dictionary.length,
      Math.min(dictionary.length, WINDOW_BYTES) +
        Math.round(textEnd * scale) +
        (WINDOW_BYTES - PIECE_BYTES) / 2,
    );
    pieces.push(
      inflateRawSync(bytes.subarray(start, end), {
        dictionary: dictionary.subarray(
          Math.max(0, dictionaryEnd - WINDOW_BYTES),
          dictionaryEnd,
        ),
      }),
    );
    start = end;
  }
  return Buffer.concat(pieces);
}

/**
 * @param {Buffer} packed
 * @param {Buffer} base
 */
function whole(packed, base) {
  return Buffer.concat([base, inflateRawSync(packed, { dictionary: base })]);
}
