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

import type {
  RunFailure,
  RunKind,
  RunStatus,
  RunSummary,
} from 'backstage-plugin-tekton-results-common';
import { sourceUrl } from '../promotion/repeatedValues';
import { fromDbTime, type DbRecordsRow, type DbTime } from '../tables';

/** The columns that {@link runSummary} reads, and the key of the list. */
export const RUN_SUMMARY_COLUMNS = [
  'seq',
  'cluster',
  'run_uid',
  'kind',
  'namespace',
  'run_name',
  'display_name',
  'pipeline',
  'task',
  'owner_run_uid',
  'status',
  'reason',
  'message',
  'list_time',
  'run_created_time',
  'run_start_time',
  'run_completion_time',
  'duration_ms',
  'source_revision',
  'source_branch',
  'source_repository',
  'source_pull_request',
  'source_author',
  'source_trigger',
  'source_title',
  'source_url',
  'failed_task',
  'failed_step',
  'exit_code',
  'gone_time',
] as const satisfies ReadonlyArray<keyof DbRecordsRow>;

export type RunSummaryRow = Pick<
  DbRecordsRow,
  (typeof RUN_SUMMARY_COLUMNS)[number]
>;

/** A row of `records` that holds a run, as lists show it. */
export function runSummary(row: RunSummaryRow): RunSummary {
  return {
    cluster: row.cluster,
    uid: row.run_uid ?? '',
    // Only this store writes these columns, from the same types.
    kind: row.kind as RunKind,
    status: row.status as RunStatus,
    namespace: row.namespace ?? '',
    name: row.run_name ?? '',
    displayName: row.display_name ?? undefined,
    pipeline: row.pipeline ?? undefined,
    task: row.task ?? undefined,
    ownerUid: row.owner_run_uid ?? undefined,
    reason: row.reason ?? undefined,
    message: row.message ?? undefined,
    createdAt: iso(row.run_created_time) ?? '',
    startedAt: iso(row.run_start_time),
    completedAt: iso(row.run_completion_time),
    durationMs: row.duration_ms === null ? undefined : Number(row.duration_ms),
    source: {
      revision: row.source_revision ?? undefined,
      branch: row.source_branch ?? undefined,
      repository: row.source_repository ?? undefined,
      pullRequest: row.source_pull_request ?? undefined,
      author: row.source_author ?? undefined,
      trigger: row.source_trigger ?? undefined,
      title: row.source_title ?? undefined,
      url: sourceUrl(row) ?? undefined,
    },
    failure: runFailure(row),
    goneAt: iso(row.gone_time),
  };
}

function runFailure(row: RunSummaryRow): RunFailure | undefined {
  const task = row.failed_task ?? undefined;
  const step = row.failed_step ?? undefined;
  return task || step
    ? { task, step, exitCode: row.exit_code ?? undefined }
    : undefined;
}

function iso(time: DbTime | null): string | undefined {
  return time === null ? undefined : new Date(fromDbTime(time)).toISOString();
}
