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

import {
  FAILED_STATUSES,
  type TaskStatus,
} from 'backstage-plugin-tekton-results-common';
import { isUnfinished } from './segments';
import type { WaterfallRow } from './waterfallRows';

/** How a row stands; for the members of a matrix, how those stand that matter most. */
export function rowStatus(row: WaterfallRow): TaskStatus {
  if (row.attempt) {
    return row.attempt.status;
  }
  if (row.keyed) {
    return row.keyed.task.status;
  }
  const statuses = (row.members ?? []).map(({ task }) => task.status);
  return (
    statuses.find(status =>
      FAILED_STATUSES.some(failed => failed === status),
    ) ??
    statuses.find(isUnfinished) ??
    statuses.find(status => status !== 'skipped') ??
    'skipped'
  );
}

/**
 * How long a row ran, without waiting for it (ms); undefined if it did not start.
 * What still goes on has run until now.
 */
export function rowDuration(row: WaterfallRow): number | undefined {
  const { keyed, attempt, fromMs, toMs } = row;
  const known =
    attempt?.durationMs ?? (attempt ? undefined : keyed?.task.durationMs);
  if (known !== undefined) {
    return known;
  }
  if (fromMs === undefined || toMs === undefined) {
    return undefined;
  }
  const waits = row.segments.filter(
    ({ kind }) => kind === 'waitingForCreation' || kind === 'waitingForStart',
  );
  const startMs = waits.length > 0 && !attempt ? firstWork(row) : fromMs;
  return startMs === undefined ? undefined : toMs - startMs;
}

function firstWork({ segments }: WaterfallRow): number | undefined {
  return segments.find(
    ({ kind }) => kind !== 'waitingForCreation' && kind !== 'waitingForStart',
  )?.fromMs;
}
