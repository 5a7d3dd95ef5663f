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
import { staysBesideImport, type NewStepLog, type StepLog } from '../LogStore';
import { toDbTime, type DbRecordsRow, type DbStepLogsRow } from '../tables';

/**
 * Removes logs that were never captured from where the log of all steps of a run
 * is to come, and lets more be added to that if it is there.
 *
 * @returns false if the run is not stored, or there are logs that stay
 */
export async function makeWayForWhole(
  tx: Knex.Transaction,
  { cluster, runUid }: Pick<NewStepLog, 'cluster' | 'runUid'>,
  now: number,
): Promise<boolean> {
  const record: Pick<DbRecordsRow, 'seq'> | undefined = await tx<DbRecordsRow>(
    'records',
  )
    .where({ cluster, capture_uid: runUid })
    // No other log is opened before this one is.
    .forUpdate()
    .first('seq');
  if (!record) {
    return false;
  }
  const ofRun = () =>
    tx<DbStepLogsRow>('step_logs').where({ record_seq: record.seq });
  const logs: Array<Pick<StepLog, 'kind' | 'state' | 'cause'>> = (
    await ofRun().select('kind', 'state', 'cause')
  ).map(({ kind, state, cause }) => ({
    kind: kind as StepLog['kind'],
    state: state as StepLog['state'],
    cause: (cause ?? undefined) as StepLog['cause'],
  }));
  if (logs.some(staysBesideImport)) {
    return false;
  }
  await ofRun().whereNot({ kind: 'whole' }).delete();
  await ofRun()
    .whereNot({ state: 'streaming' })
    .update({
      state: 'streaming',
      cause: null,
      reason: null,
      state_time: toDbTime(now),
    });
  return true;
}
