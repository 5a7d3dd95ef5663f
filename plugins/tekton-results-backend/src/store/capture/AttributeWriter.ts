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
import { chunked } from '../../chunked';
import type { RunAttribute } from '../promotion/attributes';
import type { Promotion } from '../promotion/promote';
import {
  fromDbTime,
  type DbAttributePairsRow,
  type DbRecordAttributesRow,
} from '../tables';

const PAIRS_PER_STATEMENT = 200;
/** knex inserts into SQLite by a compound SELECT, which has at most 500 terms. */
const ROWS_PER_STATEMENT = 400;

/** A Record whose attributes may have changed. */
interface ChangedRecord {
  readonly seq: number;
  readonly promotion: Promotion;
}

/**
 * Writes which labels, annotations and parameters Records have. Pairs are
 * interned, as the same few stand on most of them; only differences are
 * written, as most changes of a run do not touch them.
 */
export class AttributeWriter {
  async write(
    tx: Knex.Transaction,
    changed: readonly ChangedRecord[],
  ): Promise<void> {
    const pairIds = await internPairs(
      tx,
      changed.flatMap(({ promotion }) => promotion.attributes),
    );
    const wanted = new Map<string, DbRecordAttributesRow>();
    for (const { seq, promotion } of changed) {
      const { root, list_time } = promotion.columns;
      for (const attribute of promotion.attributes) {
        const row = {
          pair_id: Number(pairIds.get(pairKey(attribute))),
          root,
          list_time,
          record_seq: seq,
        };
        wanted.set(rowKey(row), row);
      }
    }

    const stored = await storedRows(
      tx,
      changed.map(({ seq }) => seq),
    );
    const obsolete = stored.filter(row => !wanted.has(rowKey(row)));
    for (const row of stored) {
      wanted.delete(rowKey(row));
    }
    for (const rows of chunked(obsolete, ROWS_PER_STATEMENT)) {
      await tx<DbRecordAttributesRow>('record_attributes')
        .whereIn(
          ['record_seq', 'pair_id'],
          rows.map(row => [row.record_seq, row.pair_id]),
        )
        .delete();
    }
    for (const rows of chunked([...wanted.values()], ROWS_PER_STATEMENT)) {
      await tx<DbRecordAttributesRow>('record_attributes')
        .insert(rows)
        .onConflict(['pair_id', 'root', 'list_time', 'record_seq'])
        .ignore();
    }
  }
}

async function storedRows(
  tx: Knex.Transaction,
  seqs: readonly number[],
): Promise<DbRecordAttributesRow[]> {
  return tx<DbRecordAttributesRow>('record_attributes')
    .whereIn('record_seq', [...seqs])
    .select('pair_id', 'root', 'list_time', 'record_seq');
}

async function internPairs(
  tx: Knex.Transaction,
  attributes: readonly RunAttribute[],
): Promise<Map<string, number>> {
  const pairs = [
    ...new Map(attributes.map(pair => [pairKey(pair), pair])).entries(),
  ]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { type, key, value }]) => ({ type, key, value }));
  const ids = new Map<string, number>();
  for (const chunk of chunked(pairs, PAIRS_PER_STATEMENT)) {
    await readPairs(tx, chunk, ids);
    const missing = chunk.filter(pair => !ids.has(pairKey(pair)));
    if (missing.length > 0) {
      await tx<DbAttributePairsRow>('attribute_pairs')
        .insert(missing)
        .onConflict(['type', 'key', 'value'])
        .ignore();
      await readPairs(tx, missing, ids);
    }
  }
  return ids;
}

async function readPairs(
  tx: Knex.Transaction,
  pairs: readonly RunAttribute[],
  ids: Map<string, number>,
): Promise<void> {
  const rows: DbAttributePairsRow[] = await tx<DbAttributePairsRow>(
    'attribute_pairs',
  )
    .whereIn(
      ['type', 'key', 'value'],
      pairs.map(({ type, key, value }) => [type, key, value]),
    )
    .select('*');
  for (const row of rows) {
    ids.set(pairKey(row), Number(row.id));
  }
}

function pairKey(pair: { type: string; key: string; value: string }): string {
  return JSON.stringify([pair.type, pair.key, pair.value]);
}

function rowKey(row: DbRecordAttributesRow): string {
  return `${row.pair_id}/${row.root}/${fromDbTime(row.list_time)}/${
    row.record_seq
  }`;
}
