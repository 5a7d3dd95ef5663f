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
import type { DbAttributePairsRow } from '../tables';
import { engineOf } from '../filters/engine';
import { attributeTable } from './AttributeTable';

const PAIRS_PER_STATEMENT = 200;

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
    const records = changed.map(({ seq, promotion }) => ({
      seq,
      pairIds: [
        ...new Set(
          promotion.attributes.map(pair => Number(pairIds.get(pairKey(pair)))),
        ),
      ],
    }));
    await attributeTable(engineOf(tx)).write(tx, records);
  }
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
