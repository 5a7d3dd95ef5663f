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
  RunStatistics,
  RunStatus,
} from 'backstage-plugin-tekton-results-common';
import type { RunCounts } from '../../store';

const SUCCEEDED: readonly RunStatus[] = ['succeeded', 'completed'];
/** What somebody cancelled, or what is not known to its end, tells nothing of the rate. */
const FAILED: readonly RunStatus[] = ['failed', 'couldNotStart', 'timedOut'];

/** What runs add up to, as screens show it. */
export function runStatistics({
  statuses,
  durations,
  exact,
}: Omit<RunCounts, 'pipelines'>): RunStatistics {
  const sum = (of: readonly RunStatus[]) =>
    of.reduce((total, status) => total + (statuses.get(status) ?? 0), 0);
  const succeeded = sum(SUCCEEDED);
  const ended = succeeded + sum(FAILED);
  return {
    total: sum([...statuses.keys()]),
    statuses: Object.fromEntries(statuses),
    ...(ended > 0 && { successRate: succeeded / ended }),
    durations,
    exact,
  };
}
