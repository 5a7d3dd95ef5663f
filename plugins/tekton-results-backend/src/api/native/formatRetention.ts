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
  RemovedRun,
  RetentionJob as NativeRetentionJob,
  RetentionPreview as NativeRetentionPreview,
  RetentionStatus,
  RunPin as NativeRunPin,
} from 'backstage-plugin-tekton-results-common';
import type { RetentionPreview, RetentionReport } from '../../retention';
import type { RetentionJob, RunPin, RunTombstone } from '../../store';

/** How retention stands. */
export function formatRetentionStatus(
  report: RetentionReport,
): RetentionStatus {
  const { state, schedule, nextTime, problems, warnings } = report;
  return { state, schedule, nextAt: timeText(nextTime), problems, warnings };
}

/** What a job would remove. */
export function formatRetentionPreview({
  time,
  ...preview
}: RetentionPreview): NativeRetentionPreview {
  return { ...preview, time: new Date(time).toISOString() };
}

/** What a job does, or has done. */
export function formatRetentionJob({
  startTime,
  endTime,
  ...job
}: RetentionJob): NativeRetentionJob {
  return {
    ...job,
    startedAt: new Date(startTime).toISOString(),
    endedAt: timeText(endTime),
  };
}

/** That a run is kept. */
export function formatPin({ actor, reason, since }: RunPin): NativeRunPin {
  return { actor, reason, since: new Date(since).toISOString() };
}

/** What is left of a run that was removed. */
export function formatTombstone({
  createdAt,
  startedAt,
  completedAt,
  removedAt,
  ...run
}: RunTombstone): RemovedRun {
  return {
    ...run,
    createdAt: timeText(createdAt),
    startedAt: timeText(startedAt),
    completedAt: timeText(completedAt),
    removedAt: new Date(removedAt).toISOString(),
  };
}

function timeText(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : new Date(ms).toISOString();
}
