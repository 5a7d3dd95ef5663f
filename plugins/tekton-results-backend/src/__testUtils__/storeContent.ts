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

import type { Knex } from 'knex';
import { PayloadCodec } from '../store/payloads';
import { storedAttributes } from './storedAttributes';

/** Given by the store, different each time. */
const ARBITRARY_COLUMNS = new Set([
  'seq',
  'uid',
  'etag',
  'result_seq',
  'create_time',
  'update_time',
]);

type Row = Record<string, unknown>;

/** Everything an archive says about runs, comparable over engines. */
export async function storeContent(db: Knex) {
  const codec = await PayloadCodec.create(db);
  const results: Row[] = await db('results')
    .orderBy(['cluster', 'parent', 'name'])
    .select('*');
  const records: Row[] = await db('records as r')
    .join('results as g', 'g.seq', 'r.result_seq')
    .join('record_payloads as p', 'p.record_seq', 'r.seq')
    .orderBy(['r.cluster', 'r.run_uid'])
    .select('r.*', 'g.name as result_name', 'p.*');
  const reader = await codec.reader(
    db,
    records.map(row => ({ dictionary_id: Number(row.dictionary_id) })),
  );
  const attributes: Row[] = await storedAttributes(db).select(
    'p.type',
    'p.key',
    'p.value',
    'r.run_uid',
  );

  return {
    results: results.map(comparable),
    records: records.map(row => ({
      ...comparable(row),
      payload: reader.decode({
        encoding: Number(row.encoding),
        dictionary_id: Number(row.dictionary_id),
        bytes: row.bytes as Buffer,
      }),
    })),
    attributes: attributes.map(row => JSON.stringify(comparable(row))).sort(),
  };
}

function comparable(row: Row): Row {
  const { bytes, encoding, dictionary_id, record_seq, ...columns } = row;
  return Object.fromEntries(
    Object.entries(columns)
      .filter(([name]) => !ARBITRARY_COLUMNS.has(name))
      .map(([name, value]) => [name, comparableValue(name, value)]),
  );
}

function comparableValue(name: string, value: unknown): unknown {
  if (value instanceof Date) {
    return value.getTime();
  }
  if (name.endsWith('annotations') && typeof value === 'string') {
    return Object.fromEntries(
      Object.entries(JSON.parse(value)).sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  }
  return /^(resource_version|duration_ms|sig\d)$/.test(name) && value !== null
    ? Number(value)
    : value;
}
