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

import { isFinished } from 'backstage-plugin-tekton-results-common';
import type { CapturedRun } from '../CapturedRun';
import { podColumn } from '../podNames';
import { PROMOTED_COLUMNS, type Promotion } from '../promotion/promote';
import { toDbTime, type DbRecordsRow } from '../tables';

/** The columns that each new state of a run sets anew. */
export const CAPTURED_COLUMNS = [
  ...PROMOTED_COLUMNS,
  'resource_version',
  'data_type',
  'update_time',
  'gone_time',
  'pod_name',
  'last_seen_time',
  'final_stored_time',
] as const satisfies ReadonlyArray<keyof DbRecordsRow>;

/** What {@link CAPTURED_COLUMNS} hold of a state of a run. */
export function capturedColumns(
  run: CapturedRun,
  promotion: Promotion,
  now: number,
): Pick<DbRecordsRow, (typeof CAPTURED_COLUMNS)[number]> {
  const gone = run.sighting === 'deleted';
  const finished = isFinished(run.facts.status);
  return {
    ...promotion.columns,
    status: gone && !finished ? 'incomplete' : run.facts.status,
    resource_version: run.resourceVersion,
    data_type: run.dataType,
    update_time: toDbTime(now),
    gone_time: gone ? toDbTime(now) : null,
    pod_name: podColumn(run.podName, run.facts),
    last_seen_time: gone ? toDbTime(now) : null,
    final_stored_time: finished ? toDbTime(now) : null,
  };
}
