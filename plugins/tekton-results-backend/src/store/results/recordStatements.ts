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
import type { RecordName } from '../ResultWriter';
import type { DbRecordPayloadsRow, DbRecordsRow } from '../tables';
import { resultNamed } from './writeResults';

/** No Result has it. */
const NO_SEQ = -1;

/**
 * A Record that no other writer changes until the transaction ends. Of a Result
 * that there is not it is asked for, too: that must not be told by the time.
 */
export async function lockedRecord(
  tx: Knex.Transaction,
  name: RecordName,
): Promise<DbRecordsRow | undefined> {
  const [result] = await resultNamed(tx, name).forKeyShare();
  return tx<DbRecordsRow>('records')
    .where({ result_seq: result?.seq ?? NO_SEQ, name: name.record })
    .forUpdate()
    .first('*');
}

/**
 * Stores a new Record.
 *
 * @returns its seq; undefined if there is one of its name, or of its run
 */
export async function insertRecord(
  tx: Knex.Transaction,
  row: Partial<DbRecordsRow>,
): Promise<number | undefined> {
  const [inserted]: Array<Pick<DbRecordsRow, 'seq'>> = await tx<DbRecordsRow>(
    'records',
  )
    .insert(row)
    .onConflict()
    .ignore()
    .returning('seq');
  return inserted && Number(inserted.seq);
}

/** Whether an object is stored in a Record. */
export async function hasPayload(
  tx: Knex.Transaction,
  seq: number,
): Promise<boolean> {
  const row = await tx<DbRecordPayloadsRow>('record_payloads')
    .where({ record_seq: seq })
    .first('record_seq');
  return row !== undefined;
}
