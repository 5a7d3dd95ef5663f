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

import { createHash } from 'crypto';
import type { Knex } from 'knex';
import {
  parseRunObject,
  runFacts,
} from 'backstage-plugin-tekton-results-common';
import { chunked } from '../chunked';
import { AttributeWriter } from '../store/attributes/AttributeWriter';
import { PayloadCodec } from '../store/payloads';
import {
  createLeafDictionary,
  LEAF_DICTIONARY_ID,
} from '../store/promotion/leafDictionary';
import { promote } from '../store/promotion/promote';
import { toDbTime } from '../store/tables';
import { TEST_NOW } from './databases';

/** An object to be found by filters. Names are last parts. */
export interface TestDocument {
  readonly parent: string;
  readonly result: string;
  readonly name: string;
  readonly dataType: string;
  readonly data: unknown;
  /** Absent: `test`. */
  readonly cluster?: string;
  /** Milliseconds since 1970 (UTC). Absent: one ms after that before. */
  readonly createTime?: number;
}

const RECORDS_PER_INSERT = 100;

/** Stores objects, fast and of any content, as the store does one by one. */
export async function storeDocuments(
  db: Knex,
  documents: readonly TestDocument[],
): Promise<void> {
  const payloads = await PayloadCodec.create(db);
  const leaves = createLeafDictionary(payloads.dictionary(LEAF_DICTIONARY_ID));
  const attributes = new AttributeWriter();
  const results = await storeResults(db, documents);
  const numbered = documents.map((document, index) => ({ document, index }));
  for (const chunk of chunked(numbered, RECORDS_PER_INSERT)) {
    const rows = chunk.map(({ document, index }) => {
      const createTime = document.createTime ?? TEST_NOW + index;
      const run = parseRunObject(document.data).run;
      const promotion = promote({
        payload: document.data,
        facts: run && runFacts(run),
        createTime,
        leaves,
      });
      return { document, createTime, promotion };
    });
    await db.transaction(async tx => {
      const inserted: Array<{ seq: number | string }> = await tx('records')
        .insert(
          rows.map(({ document, createTime, promotion }) => ({
            ...promotion.columns,
            uid: uuidOf(
              `record ${JSON.stringify([
                document.cluster,
                document.parent,
                document.result,
                document.name,
              ])}`,
            ),
            result_seq: results.get(resultKey(document)),
            cluster: document.cluster ?? 'test',
            parent: document.parent,
            name: document.name,
            data_type: document.dataType,
            etag: '1',
            create_time: toDbTime(createTime),
            update_time: toDbTime(createTime),
          })),
        )
        .returning('seq');
      const seqs = inserted.map(({ seq }) => Number(seq));
      await tx('record_payloads').insert(
        rows.map(({ document }, position) => ({
          record_seq: seqs[position],
          ...payloads.encode(JSON.stringify(document.data)),
        })),
      );
      await attributes.write(
        tx,
        rows.map(({ promotion }, position) => ({
          seq: seqs[position],
          promotion,
        })),
      );
    });
  }
}

async function storeResults(
  db: Knex,
  documents: readonly TestDocument[],
): Promise<ReadonlyMap<string, number>> {
  const seqs = new Map<string, number>();
  const unique = new Map(
    documents.map(document => [resultKey(document), document]),
  );
  for (const chunk of chunked([...unique.entries()], RECORDS_PER_INSERT)) {
    const inserted: Array<{ seq: number | string }> = await db('results')
      .insert(
        chunk.map(([key, { cluster, parent, result }]) => ({
          uid: uuidOf(`result ${key}`),
          cluster: cluster ?? 'test',
          parent,
          name: result,
          annotations: '{}',
          etag: '1',
          create_time: toDbTime(TEST_NOW),
          update_time: toDbTime(TEST_NOW),
        })),
      )
      .returning('seq');
    chunk.forEach(([key], position) =>
      seqs.set(key, Number(inserted[position].seq)),
    );
  }
  return seqs;
}

function resultKey({ cluster, parent, result }: TestDocument): string {
  return JSON.stringify([cluster, parent, result]);
}

function uuidOf(text: string): string {
  const hex = createHash('md5').update(text).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
