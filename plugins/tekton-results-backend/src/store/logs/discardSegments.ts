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
import type { DbLogSegmentsRow, DbStepLogsRow } from '../tables';

/** Removes the segments of logs, and notes that their bytes are to be deleted. */
export async function discardSegments(
  tx: Knex.Transaction,
  logIds: ReadonlyArray<DbStepLogsRow['id']>,
): Promise<void> {
  if (logIds.length > 0) {
    await tx.raw(
      `insert into log_discards (driver, key)
       select driver, key from log_segments
       where log_id in (${logIds.map(() => '?').join(', ')})
       on conflict do nothing`,
      [...logIds],
    );
    await tx<DbLogSegmentsRow>('log_segments')
      .whereIn('log_id', [...logIds])
      .delete();
  }
}

/**
 * Does so for some of the logs whose Records are deleted, and removes them.
 *
 * @returns how many there were
 */
export async function discardWithoutRecord(
  tx: Knex.Transaction,
  limit: number,
): Promise<number> {
  const ids: Array<DbStepLogsRow['id']> = await tx<DbStepLogsRow>('step_logs')
    .whereNull('record_seq')
    .orderBy('id')
    .limit(limit)
    .forUpdate()
    .pluck('id');
  await discardSegments(tx, ids);
  await tx<DbStepLogsRow>('step_logs').whereIn('id', ids).delete();
  return ids.length;
}
