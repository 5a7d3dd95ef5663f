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
  RUN_STATUSES,
  type RunStatistics,
  type RunStatus,
} from 'backstage-plugin-tekton-results-common';

/** With fewer runs a percentage would say more than is known. */
export const MIN_RUNS_FOR_RATE = 5;

const SUCCEEDED: readonly RunStatus[] = ['succeeded', 'completed'];

/** How many runs have each status, and how many tell of success or failure. */
export function statusCounts({ statuses }: RunStatistics): {
  readonly counts: ReadonlyArray<{ status: RunStatus; count: number }>;
  readonly succeeded: number;
  readonly rated: number;
} {
  const countOf = (status: RunStatus) => statuses[status] ?? 0;
  const sum = (of: readonly RunStatus[]) =>
    of.reduce((total, status) => total + countOf(status), 0);
  const succeeded = sum(SUCCEEDED);
  return {
    counts: RUN_STATUSES.map(status => ({
      status,
      count: countOf(status),
    })).filter(({ count }) => count > 0),
    succeeded,
    rated: succeeded + sum(FAILED_STATUSES),
  };
}
