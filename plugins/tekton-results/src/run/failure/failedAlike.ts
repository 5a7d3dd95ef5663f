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
  type RunSummary,
} from 'backstage-plugin-tekton-results-common';
import { type FieldValue, NO_FILTER, withFilter } from '../../filters';

/** Tekton's reason for most runs that failed; it says nothing of why. */
const GENERAL_REASON = 'Failed';

/** Runs of the same pipeline, or task, that ended as a run did. */
export interface FailedAlike {
  /** Of the pipeline or task. */
  readonly name: string;
  /** The reason that all of them ended with, where it tells something. */
  readonly reason?: string;
  /** The query of the list that shows them. */
  readonly query: string;
}

/**
 * Finds runs that failed like a run, as far as a list can tell: it knows nothing of
 * the task that failed. Undefined for a run that did not fail.
 */
export function failedAlike(run: RunSummary): FailedAlike | undefined {
  const { pipeline, task, status, cluster, namespace } = run;
  const name = pipeline ?? task;
  if (name === undefined || !FAILED_STATUSES.includes(status)) {
    return undefined;
  }
  const reason = run.reason === GENERAL_REASON ? undefined : run.reason;
  const values: FieldValue[] = [
    { field: pipeline === undefined ? 'task' : 'pipeline', value: name },
    ...(pipeline === undefined
      ? [{ field: 'kind' as const, value: run.kind }]
      : []),
    { field: 'namespace', value: namespace },
    { field: 'cluster', value: cluster },
    ...(reason ? [{ field: 'reason' as const, value: reason }] : []),
  ];
  const query = withFilter(new URLSearchParams(), {
    ...NO_FILTER,
    statuses: [status],
    values,
  });
  return { name, reason, query: query.toString() };
}
