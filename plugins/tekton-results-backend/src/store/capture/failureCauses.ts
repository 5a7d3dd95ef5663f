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
import {
  FAILED_STATUSES,
  type RunFacts,
} from 'backstage-plugin-tekton-results-common';
import { engineOf } from '../filters/engine';
import { fromDbTimeOrNull, type DbRecordsRow } from '../tables';
import { lockOrder } from './lockOrder';

/**
 * Notes on failed PipelineRuns which of their tasks failed first. Neither object
 * knows both: the PipelineRun does not name the task, and the TaskRun may be
 * stored before or after it. So it is worked out anew when either changes. Only
 * tasks of the same parent count: clients may post any owner.
 */
export async function updateFailureCauses(
  tx: Knex.Transaction,
  options: { cluster: string; runs: readonly RunFacts[] },
): Promise<void> {
  const { cluster, runs } = options;
  const owners = new Set(
    runs
      .filter(({ status }) => FAILED_STATUSES.includes(status))
      .map(({ kind, uid, ownerUid }) =>
        kind === 'PipelineRun' ? uid : ownerUid,
      )
      .filter(uid => uid !== undefined),
  );
  if (owners.size === 0) {
    return;
  }

  await lockOwners(
    tx,
    Array.from(owners, uid => lockOrder(cluster, uid)),
  );
  const failures: DbRecordsRow[] = await tx<DbRecordsRow>('records')
    .where({ cluster })
    .whereIn('owner_run_uid', [...owners])
    .whereIn('status', [...FAILED_STATUSES])
    .select('*');
  const first = new Map<string, DbRecordsRow>();
  for (const row of failures.sort(byCompletion)) {
    const owner = lockOrder(row.parent, String(row.owner_run_uid));
    first.set(owner, first.get(owner) ?? row);
  }
  for (const [, row] of [...first].sort(([a], [b]) => (a < b ? -1 : 1))) {
    await tx<DbRecordsRow>('records')
      .where({
        cluster,
        parent: row.parent,
        capture_uid: row.owner_run_uid,
        kind: 'PipelineRun',
      })
      .whereIn('status', [...FAILED_STATUSES])
      .update({
        failed_task: row.task,
        failed_step: row.failed_step,
        exit_code: row.exit_code,
      });
  }
}

/**
 * Lets one transaction after the other look at the failures of an owner: each sees what
 * those before have committed. The rows cannot be locked, as some are not to be seen yet.
 */
async function lockOwners(
  tx: Knex.Transaction,
  owners: string[],
): Promise<void> {
  if (engineOf(tx) === 'postgres') {
    await tx.raw(
      `select pg_advisory_xact_lock(key) from (
         select distinct hashtextextended(owner, 0) as key
         from unnest(cast(? as text[])) as owners (owner) order by key
       ) as keys`,
      [owners],
    );
  }
}

/** Sorted here, as the engines do not agree on where nulls go. */
function byCompletion(a: DbRecordsRow, b: DbRecordsRow): number {
  const completion = (row: DbRecordsRow) =>
    fromDbTimeOrNull(row.run_completion_time) ?? Infinity;
  return (
    completion(a) - completion(b) ||
    String(a.run_uid).localeCompare(String(b.run_uid))
  );
}
