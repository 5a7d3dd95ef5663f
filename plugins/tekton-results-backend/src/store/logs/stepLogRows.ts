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
import type {
  LogCause,
  LogContainerKind,
  LogMember,
  LogSegment,
  StepLog,
  StepLogState,
} from '../LogStore';
import {
  fromDbTime,
  fromDbTimeOrNull,
  type DbLogSegmentsRow,
  type DbRecordsRow,
  type DbStepLogsRow,
} from '../tables';

/** A log with the names of the TaskRun whose Record it goes with. */
export type StepLogRow = DbStepLogsRow &
  Pick<DbRecordsRow, 'cluster' | 'capture_uid'>;

/** The logs that have a Record which stands for a run. */
export function selectStepLogs(db: Knex): Knex.QueryBuilder {
  return db
    .from('step_logs as l')
    .join('records as r', 'r.seq', 'l.record_seq')
    .whereNotNull('r.capture_uid')
    .select('l.*', 'r.cluster', 'r.capture_uid');
}

export function toStepLog(row: StepLogRow): StepLog {
  return {
    id: Number(row.id),
    cluster: row.cluster,
    runUid: String(row.capture_uid),
    attempt: row.attempt,
    container: row.container,
    kind: row.kind as LogContainerKind,
    step: row.step,
    position: row.position,
    podName: row.pod_name,
    state: row.state as StepLogState,
    cause: (row.cause as LogCause | null) ?? undefined,
    reason: row.reason ?? undefined,
    bytes: Number(row.bytes),
    lines: Number(row.lines),
    ...(Number(row.lost_lines) > 0 && {
      lost: { bytes: Number(row.lost_bytes), lines: Number(row.lost_lines) },
    }),
    segments: row.segments,
    firstLineAt: fromDbTimeOrNull(row.first_line_time),
    lastLineAt: fromDbTimeOrNull(row.last_line_time),
    resume:
      row.resume_time === null || row.resume_hash === null
        ? undefined
        : {
            time: row.resume_time,
            lines: Number(row.resume_lines),
            hash: row.resume_hash,
          },
    stateTime: fromDbTime(row.state_time),
  };
}

export function toLogSegment(row: DbLogSegmentsRow): LogSegment {
  return {
    number: row.number,
    driver: row.driver,
    key: row.key,
    firstLine: Number(row.first_line),
    firstByte: Number(row.first_byte),
    lines: Number(row.lines),
    bytes: Number(row.bytes),
    storedBytes: Number(row.stored_bytes),
    members: decodeMembers(row.members),
    ...(row.lost && { lost: true }),
  };
}

export function fromLogSegment(
  logId: number,
  segment: LogSegment,
): Omit<DbLogSegmentsRow, 'id' | 'lost'> {
  return {
    log_id: logId,
    number: segment.number,
    driver: segment.driver,
    key: segment.key,
    first_line: segment.firstLine,
    first_byte: segment.firstByte,
    lines: segment.lines,
    bytes: segment.bytes,
    stored_bytes: segment.storedBytes,
    members: JSON.stringify(
      segment.members.map(({ lines, bytes, storedBytes }) => [
        lines,
        bytes,
        storedBytes,
      ]),
    ),
  };
}

function decodeMembers(text: string): LogMember[] {
  const members: Array<[number, number, number]> = JSON.parse(text);
  return members.map(([lines, bytes, storedBytes]) => ({
    lines,
    bytes,
    storedBytes,
  }));
}
