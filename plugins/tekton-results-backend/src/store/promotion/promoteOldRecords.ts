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

import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { Knex } from 'knex';
import { setImmediate as nextTurn } from 'timers/promises';
import {
  parseRunObject,
  runFacts,
} from 'backstage-plugin-tekton-results-common';
import { mapInTurns } from '../../turnsOfOthers';
import { AttributeWriter } from '../attributes/AttributeWriter';
import type { PayloadCodec, PayloadReader } from '../payloads';
import {
  fromDbTime,
  type DbRecordPayloadsRow,
  type DbRecordsRow,
} from '../tables';
import { asStoreError, inStoreTransaction } from '../transactions';
import { SIGNATURE_COLUMNS, type LeafDictionary } from './leafSignature';
import { INEXACT, promote, type Promotion } from './promote';
import { PROMOTED_PATHS } from './promotedPaths';

const NOT_PROMOTED = 0;
/** Bounds the transaction, and how long SQLite keeps the event loop busy. */
const RECORDS_PER_TRANSACTION = 200;

const FILTER_COLUMNS = [
  ...PROMOTED_PATHS.map(({ column }) => column),
  'promotion',
  ...SIGNATURE_COLUMNS,
] as const;

type OldRecord = Pick<DbRecordsRow, 'seq' | 'uid' | 'etag' | 'create_time'> & {
  [Column in 'encoding' | 'dictionary_id' | 'bytes']:
    | DbRecordPayloadsRow[Column]
    | null;
};

/**
 * Works out the promoted columns of Records that an earlier version wrote.
 *
 * May be stopped at any time, run again, and run by several at once: what has
 * been done stays done, and a Record that changes meanwhile is left alone, as
 * its writer has promoted it.
 *
 * @returns how many Records were promoted
 * @throws StoreError
 */
export async function promoteOldRecords(options: {
  db: Knex;
  payloads: PayloadCodec;
  leaves: LeafDictionary;
  logger: LoggerService;
  signal: AbortSignal;
}): Promise<number> {
  const { db, signal } = options;
  const attributes = new AttributeWriter();
  let last: OldRecord | undefined;
  let promoted = 0;
  while (!signal.aborted) {
    const records: OldRecord[] = await oldRecords(db, last).catch(asStoreError);
    last = records.at(-1);
    if (!last) {
      break;
    }
    const reader = await options.payloads
      .reader(db, records)
      .catch(asStoreError);
    const promotions = await mapInTurns(records, record => ({
      record,
      promotion: promotionOf(record, { ...options, reader }),
    }));
    promoted += await inStoreTransaction(db, tx =>
      writePromotions(tx, promotions, attributes),
    );
    await nextTurn();
  }
  return promoted;
}

/** The next Records in order of creation, found by the index for these. */
function oldRecords(db: Knex, after: OldRecord | undefined): Knex.QueryBuilder {
  return db
    .from('records as r')
    .leftJoin('record_payloads as p', 'p.record_seq', 'r.seq')
    .where({ 'r.promotion': NOT_PROMOTED })
    .whereRaw('r.promotion <> 1')
    .modify(select => {
      if (after) {
        select.whereRaw('(r.create_time, r.seq) > (?, ?)', [
          after.create_time,
          after.seq,
        ]);
      }
    })
    .orderBy(['r.create_time', 'r.seq'])
    .limit(RECORDS_PER_TRANSACTION)
    .select([
      'r.seq',
      'r.uid',
      'r.etag',
      'r.create_time',
      'p.encoding',
      'p.dictionary_id',
      'p.bytes',
    ]);
}

function promotionOf(
  record: OldRecord,
  options: {
    reader: PayloadReader;
    leaves: LeafDictionary;
    logger: LoggerService;
  },
): Promotion | undefined {
  const { encoding, dictionary_id, bytes } = record;
  try {
    const payload =
      encoding === null || bytes === null
        ? undefined
        : options.reader.decode({ encoding, dictionary_id, bytes });
    const { run } = parseRunObject(payload);
    return promote({
      payload,
      facts: run && runFacts(run),
      createTime: fromDbTime(record.create_time),
      leaves: options.leaves,
    });
  } catch (error) {
    options.logger.error(`Record ${record.uid} cannot be read`, {
      error: toError(error).message,
    });
    return undefined;
  }
}

async function writePromotions(
  tx: Knex.Transaction,
  promotions: ReadonlyArray<{
    record: OldRecord;
    promotion: Promotion | undefined;
  }>,
  attributes: AttributeWriter,
): Promise<number> {
  const written: Array<{ seq: number; promotion: Promotion }> = [];
  for (const { record, promotion } of promotions) {
    const { seq, etag } = record;
    const updated = await tx<DbRecordsRow>('records')
      .where({ seq, etag, promotion: NOT_PROMOTED })
      .update(columnsOf(promotion));
    if (updated > 0 && promotion) {
      written.push({ seq: Number(seq), promotion });
    }
  }
  if (written.length > 0) {
    await attributes.write(tx, written);
  }
  return written.length;
}

/**
 * Only what filters read: runs are listed by the other columns, which say also
 * what is not in the payload. What cannot be read may hold anything.
 */
function columnsOf(promotion: Promotion | undefined): Partial<DbRecordsRow> {
  return promotion
    ? Object.fromEntries(
        FILTER_COLUMNS.map(column => [column, promotion.columns[column]]),
      )
    : {
        promotion: INEXACT,
        ...Object.fromEntries(SIGNATURE_COLUMNS.map(column => [column, -1])),
      };
}
