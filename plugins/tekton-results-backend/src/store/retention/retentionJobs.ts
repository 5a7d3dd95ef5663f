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
import { heldLease } from '../leases/heldLease';
import {
  RETENTION_LEASE,
  type RetentionCount,
  type RetentionJob,
  type RetentionJobState,
  type RetentionTrigger,
} from '../RetentionStore';
import {
  fromDbTime,
  fromDbTimeOrNull,
  toDbTime,
  type DbRetentionJobsRow,
} from '../tables';

const KEPT_JOBS = 100;

/** See {@link RetentionStore.startJob}. */
export async function startJob(
  tx: Knex.Transaction,
  options: { trigger: RetentionTrigger; actor?: string; now: number },
): Promise<RetentionJob> {
  const { trigger, actor, now } = options;
  await tx<DbRetentionJobsRow>('retention_jobs')
    .where({ state: 'running' })
    .update({ state: 'interrupted', end_time: toDbTime(now) });
  const [row]: DbRetentionJobsRow[] = await tx<DbRetentionJobsRow>(
    'retention_jobs',
  )
    .insert({
      trigger,
      actor: actor ?? null,
      state: 'running',
      start_time: toDbTime(now),
      counts: '[]',
    })
    .returning('*');
  const [oldest]: Array<DbRetentionJobsRow['id']> =
    await tx<DbRetentionJobsRow>('retention_jobs')
      .orderBy('id', 'desc')
      .offset(KEPT_JOBS - 1)
      .limit(1)
      .pluck('id');
  if (oldest !== undefined) {
    await tx<DbRetentionJobsRow>('retention_jobs')
      .where('id', '<', oldest)
      .delete();
  }
  return toRetentionJob(row);
}

/** See {@link RetentionStore.updateJob}. */
export async function updateJob(
  tx: Knex.Transaction,
  id: number,
  changes: {
    state: Exclude<RetentionJobState, 'interrupted'>;
    counts: readonly RetentionCount[];
    problem?: string;
    now: number;
  },
): Promise<void> {
  const { state, counts, problem, now } = changes;
  await tx<DbRetentionJobsRow>('retention_jobs')
    .where({ id, state: 'running' })
    .update({
      state,
      counts: JSON.stringify(counts),
      // PostgreSQL takes no NUL.
      problem: problem?.replaceAll('\0', '') ?? null,
      end_time: state === 'running' ? null : toDbTime(now),
    });
}

/** See {@link RetentionStore.jobs}. */
export async function readJobs(
  db: Knex,
  limit: number,
): Promise<RetentionJob[]> {
  // At once: a job begins after its lease does, and ends before it.
  const rows: Array<DbRetentionJobsRow & { is_held: number }> =
    await db<DbRetentionJobsRow>('retention_jobs')
      .orderBy('id', 'desc')
      .limit(limit)
      .select('*', { is_held: heldLease(db, RETENTION_LEASE) });
  return rows.map(row => {
    const job = toRetentionJob(row);
    return job.state === 'running' && row.is_held === 0
      ? { ...job, state: 'interrupted' }
      : job;
  });
}

function toRetentionJob(row: DbRetentionJobsRow): RetentionJob {
  return {
    id: Number(row.id),
    // Only this file writes the table, from the same types.
    trigger: row.trigger as RetentionTrigger,
    actor: row.actor ?? undefined,
    state: row.state as RetentionJobState,
    startTime: fromDbTime(row.start_time),
    endTime: fromDbTimeOrNull(row.end_time),
    counts: JSON.parse(row.counts),
    problem: row.problem ?? undefined,
  };
}
