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
  NamespaceStorage,
  RemovedRun,
  RetentionJob as NativeRetentionJob,
  RetentionPreview as NativeRetentionPreview,
  RetentionStatus,
  RetentionUsage,
  RunKeeping as NativeRunKeeping,
  RunPin as NativeRunPin,
  StorageAmount,
} from 'backstage-plugin-tekton-results-common';
import type {
  MeasuredUsage,
  RetentionPreview,
  RetentionReport,
  RunKeeping,
} from '../../retention';
import type { RetentionJob, RunPin, RunTombstone } from '../../store';

const NOTHING_STORED: StorageAmount = {
  runs: 0,
  records: 0,
  logs: 0,
  eventLists: 0,
  bytes: 0,
  recordBytes: 0,
  logBytes: 0,
  eventBytes: 0,
  addedBytes: { week: 0, month: 0 },
};

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

/** What is stored. */
export function formatRetentionUsage(
  { time, namespaces }: MeasuredUsage,
  options: {
    limit: number;
    pinnedRuns: number;
    maxBytes: RetentionReport['maxBytes'];
  },
): RetentionUsage {
  const { limit, pinnedRuns, maxBytes = {} } = options;
  return {
    time: new Date(time).toISOString(),
    total: namespaces.reduce(plus, NOTHING_STORED),
    items: namespaces.slice(0, limit),
    namespaces: namespaces.length,
    pinnedRuns,
    maxBytes,
  };
}

function plus(sum: StorageAmount, more: NamespaceStorage): StorageAmount {
  return {
    runs: sum.runs + more.runs,
    records: sum.records + more.records,
    logs: sum.logs + more.logs,
    eventLists: sum.eventLists + more.eventLists,
    bytes: sum.bytes + more.bytes,
    recordBytes: sum.recordBytes + more.recordBytes,
    logBytes: sum.logBytes + more.logBytes,
    eventBytes: sum.eventBytes + more.eventBytes,
    addedBytes: {
      week: sum.addedBytes.week + more.addedBytes.week,
      month: sum.addedBytes.month + more.addedBytes.month,
    },
  };
}

/** What a job does, or has done. */
export function formatRetentionJob(
  { startTime, endTime, ...job }: RetentionJob,
  { resumeTime }: Pick<RetentionReport, 'resumeTime'> = {},
): NativeRetentionJob {
  const isLeft = job.state === 'interrupted' && endTime === undefined;
  return {
    ...job,
    startedAt: new Date(startTime).toISOString(),
    endedAt: timeText(endTime),
    resumesAt: isLeft ? timeText(resumeTime) : undefined,
  };
}

/** How long a run is kept. */
export function formatKeeping({
  expiryTime,
  ...keeping
}: RunKeeping): NativeRunKeeping {
  return { ...keeping, expiresAt: timeText(expiryTime) };
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
