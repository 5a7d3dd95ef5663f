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
import type { LogCause, StepLogState } from '../LogStore';
import type { DbStepLogsRow } from '../tables';
import { discardSegments } from './discardSegments';
import { outcomeColumns } from './outcomeColumns';

const HAS_SEGMENTS: readonly StepLogState[] = [
  'streaming',
  'stored',
  'partial',
];

/**
 * Removes the segments of logs, which are expired from then on, within a
 * transaction. Others than those that may have some stay as they are.
 */
export async function expireLogs(
  tx: Knex.Transaction,
  ids: ReadonlyArray<DbStepLogsRow['id']>,
  options: { cause: LogCause; reason?: string; now: number },
): Promise<void> {
  const { cause, reason, now } = options;
  const kept: Array<DbStepLogsRow['id']> = await tx<DbStepLogsRow>('step_logs')
    .whereIn('id', [...ids])
    .whereIn('state', HAS_SEGMENTS)
    .orderBy('id')
    .forUpdate()
    .pluck('id');
  await discardSegments(tx, kept);
  await tx<DbStepLogsRow>('step_logs')
    .whereIn('id', kept)
    .update({
      ...outcomeColumns({ state: 'expired', cause, reason }, now),
      segments: 0,
      resume_time: null,
      resume_lines: null,
      resume_hash: null,
    });
}
