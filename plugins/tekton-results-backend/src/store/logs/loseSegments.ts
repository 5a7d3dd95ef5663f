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

/** What a driver has lost. */
interface LostKeys {
  readonly driver: string;
  readonly keys: readonly string[];
}

type LogId = DbStepLogsRow['id'];

/** The logs with segments under these keys to which nothing is added any more. */
export async function lockSettledLogs(
  tx: Knex.Transaction,
  { driver, keys }: LostKeys,
): Promise<LogId[]> {
  return tx<DbStepLogsRow>('step_logs')
    .whereIn(
      'id',
      tx<DbLogSegmentsRow>('log_segments')
        .where({ driver })
        .whereIn('key', [...keys])
        .select('log_id'),
    )
    .whereIn('state', ['stored', 'partial'])
    .orderBy('id')
    .forUpdate()
    .pluck('id');
}

/** Marks the segments of these logs that are lost, and counts what is in them. */
export async function loseSegments(
  tx: Knex.Transaction,
  logIds: readonly LogId[],
  { driver, keys }: LostKeys,
): Promise<void> {
  await tx<DbLogSegmentsRow>('log_segments')
    .where({ driver })
    .whereIn('key', [...keys])
    .whereIn('log_id', [...logIds])
    .update({ lost: true });
  const sumOf = (column: 'bytes' | 'lines') =>
    tx<DbLogSegmentsRow>('log_segments')
      .whereRaw('?? = ??', ['log_id', 'step_logs.id'])
      .where({ lost: true })
      .select(tx.raw('sum(??)', [column]));
  await tx('step_logs')
    .whereIn('id', [...logIds])
    .update({ lost_bytes: sumOf('bytes'), lost_lines: sumOf('lines') });
}
