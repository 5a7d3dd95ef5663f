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
  ListRetentionJobsResponse,
  NamespaceStorage,
  RemovedRun,
  RetentionAmount,
  RetentionJob,
  RetentionPartPreview,
  RetentionPreview,
  RetentionStatus,
  RetentionUsage,
  RunKeeping,
  RunPin,
  StorageAmount,
} from 'backstage-plugin-tekton-results-common';
import { z } from 'zod';
import { described, named } from './described';
import { kind, status } from './runTerms';

const text = z.string();
const optionalText = text.optional();
const count = z.int().min(0);
const time = z.iso.datetime();
const optionalTime = time.optional();
const part = named('RetentionPart', z.enum(['runs', 'logs', 'events']));

export const removedRun = described<RemovedRun>()(
  'RemovedRun',
  z.strictObject({
    cluster: text,
    uid: text,
    kind,
    namespace: text,
    name: text,
    status,
    createdAt: optionalTime,
    startedAt: optionalTime,
    completedAt: optionalTime,
    removedAt: time,
    policy: text,
  }),
);

export const runPin = described<RunPin>()(
  'RunPin',
  z.strictObject({ actor: text, reason: text, since: time }),
);

const keepLast = z.strictObject({
  count: z.int().min(1),
  per: z.enum(['pipeline', 'branch']),
});

export const runKeeping = described<RunKeeping>()(
  'RunKeeping',
  z.strictObject({
    policy: text,
    forever: z.boolean(),
    expiresAt: optionalTime,
    keepLast: keepLast.optional(),
    unless: z.array(z.enum(['space', 'namespace'])),
  }),
);

const amount = described<RetentionAmount>()(
  'RetentionAmount',
  z.strictObject({ runs: count, bytes: count, exact: z.boolean() }),
);

const partPreview = described<RetentionPartPreview>()(
  'RetentionPartPreview',
  z.strictObject({ part, afterMs: z.number().min(0), amount }),
);

export const retentionPreview = described<RetentionPreview>()(
  'RetentionPreview',
  z.strictObject({
    time,
    policies: z.array(
      z.strictObject({
        policy: text,
        forever: z.boolean(),
        keepLast: keepLast.optional(),
        matching: amount,
        expiring: z.array(partPreview),
      }),
    ),
    deletedNamespaces: partPreview.optional(),
    limits: z.array(
      z.strictObject({
        cluster: optionalText,
        namespace: optionalText,
        maxBytes: count,
        bytes: count,
        expiring: amount,
        unmetBytes: count.optional(),
      }),
    ),
  }),
);

const stored = {
  runs: count,
  records: count,
  logs: count,
  eventLists: count,
  bytes: count,
  recordBytes: count,
  logBytes: count,
  eventBytes: count,
  addedBytes: z.strictObject({ week: count, month: count }),
};

const storageAmount = described<StorageAmount>()(
  'StorageAmount',
  z.strictObject(stored),
);

const namespaceStorage = described<NamespaceStorage>()(
  'NamespaceStorage',
  z.strictObject({ cluster: text, namespace: text, ...stored }),
);

export const retentionUsage = described<RetentionUsage>()(
  'RetentionUsage',
  z.strictObject({
    time,
    total: storageAmount,
    items: z.array(namespaceStorage),
    namespaces: count,
    pinnedRuns: count,
    maxBytes: z.strictObject({
      total: count.optional(),
      perNamespace: count.optional(),
    }),
  }),
);

export const retentionJob = described<RetentionJob>()(
  'RetentionJob',
  z.strictObject({
    id: count,
    trigger: z.enum(['schedule', 'request']),
    actor: optionalText,
    state: z.enum(['running', 'finished', 'stopped', 'failed', 'interrupted']),
    startedAt: time,
    endedAt: optionalTime,
    resumesAt: optionalTime,
    counts: z.array(
      z.strictObject({ policy: text, part, runs: count, bytes: count }),
    ),
    problem: optionalText,
  }),
);

export const retentionJobList = described<ListRetentionJobsResponse>()(
  'RetentionJobList',
  z.strictObject({ items: z.array(retentionJob) }),
);

const problems = z.array(z.strictObject({ path: text, message: text }));

export const retentionStatus = described<RetentionStatus>()(
  'RetentionStatus',
  z.strictObject({
    state: z.enum(['unset', 'refused', 'on']),
    schedule: optionalText,
    nextAt: optionalTime,
    problems,
    warnings: problems,
  }),
);
