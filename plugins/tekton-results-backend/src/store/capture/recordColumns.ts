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

import { randomUUID } from 'crypto';
import type { CapturedRun } from '../CapturedRun';
import { toDbTime, toDbTimeOrNull, type DbRecordsRow } from '../tables';

/** PostgreSQL indexes texts of up to about 2,700 bytes. */
const MAX_TEXT_BYTES = 1024;

/** The columns that each new state of a run sets anew. */
export function recordColumns(
  run: CapturedRun,
  options: { now: number; finished: boolean },
) {
  const { facts, sighting } = run;
  const gone = sighting === 'deleted';
  return {
    capture_uid: facts.uid,
    resource_version: run.resourceVersion,
    data_type: run.dataType,
    etag: `${randomUUID()}-${options.now}000000`,
    update_time: toDbTime(options.now),
    gone_time: gone ? toDbTime(options.now) : null,
    kind: facts.kind,
    run_uid: facts.uid,
    run_name: text(facts.name),
    namespace: text(facts.namespace),
    display_name: text(facts.displayName),
    pipeline: text(facts.pipeline),
    task: text(facts.task),
    owner_run_uid: text(facts.ownerUid),
    root: facts.root ? 1 : 0,
    status: gone && !options.finished ? 'incomplete' : facts.status,
    reason: text(facts.reason),
    message: text(facts.message),
    list_time: toDbTime(facts.startedAt ?? facts.createdAt),
    run_created_time: toDbTime(facts.createdAt),
    run_start_time: toDbTimeOrNull(facts.startedAt),
    run_completion_time: toDbTimeOrNull(facts.completedAt),
    duration_ms: facts.durationMs ?? null,
    source_revision: text(facts.source.revision),
    source_branch: text(facts.source.branch),
    source_repository: text(facts.source.repository),
    source_pull_request: text(facts.source.pullRequest),
    source_author: text(facts.source.author),
    source_trigger: text(facts.source.trigger),
    source_title: text(facts.source.title),
    source_url: text(facts.source.url),
    failed_step: text(facts.failedStep),
    exit_code: facts.exitCode ?? null,
  } satisfies Partial<DbRecordsRow>;
}

/** All of {@link recordColumns} but the identity. */
export const UPDATED_COLUMNS = [
  'resource_version',
  'data_type',
  'etag',
  'update_time',
  'gone_time',
  'run_name',
  'display_name',
  'pipeline',
  'task',
  'owner_run_uid',
  'root',
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
  'failed_step',
  'exit_code',
] as const satisfies ReadonlyArray<keyof DbRecordsRow>;

/**
 * Columns are for finding and showing: overlong text is cut, the payload keeps
 * the whole. PostgreSQL refuses NUL in a text.
 */
function text(value: string | undefined): string | null {
  if (value === undefined) {
    return null;
  }
  const whole = value.slice(0, MAX_TEXT_BYTES).replaceAll('\u0000', '\uFFFD');
  const bytes = Buffer.from(whole);
  return bytes.length <= MAX_TEXT_BYTES
    ? whole
    : // A character that is cut in two decodes as U+FFFD.
      bytes.toString('utf8', 0, MAX_TEXT_BYTES).replace(/\uFFFD$/, '');
}
