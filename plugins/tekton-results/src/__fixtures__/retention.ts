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
  RetentionJob,
  RetentionPreview,
  RetentionStatus,
  RetentionUsage,
  RunPin,
} from 'backstage-plugin-tekton-results-common';
import { checkoutRun } from './runs';

const DAY_MS = 86_400_000;

/** Retention as it is when nothing is wrong. */
export const retentionOn: RetentionStatus = {
  state: 'on',
  schedule: '7 3 * * *',
  nextAt: '2026-11-22T03:07:00.000Z',
  problems: [],
  warnings: [],
};

/** Two policies, of which each would remove something. */
export const retentionPreview: RetentionPreview = {
  time: '2026-11-21T09:00:00.000Z',
  policies: [
    {
      policy: 'production',
      forever: false,
      keepLast: { count: 3, per: 'branch' },
      matching: { runs: 400, bytes: 80_000_000, exact: true },
      expiring: [
        {
          part: 'runs',
          afterMs: 180 * DAY_MS,
          amount: { runs: 1, bytes: 200_000, exact: true },
        },
        {
          part: 'logs',
          afterMs: 30 * DAY_MS,
          amount: { runs: 25, bytes: 5_000_000, exact: true },
        },
      ],
    },
    {
      policy: 'default',
      forever: false,
      matching: { runs: 1_600, bytes: 320_000_000, exact: true },
      expiring: [
        {
          part: 'runs',
          afterMs: 30 * DAY_MS,
          amount: { runs: 120, bytes: 24_000_000, exact: true },
        },
      ],
    },
  ],
  limits: [],
};

/** Two namespaces, in which runs of a month are. */
export const retentionUsage: RetentionUsage = {
  time: '2026-11-21T09:00:00.000Z',
  total: {
    runs: 2_000,
    records: 9_000,
    logs: 6_000,
    eventLists: 1_900,
    bytes: 400_000_000,
    recordBytes: 90_000_000,
    logBytes: 300_000_000,
    eventBytes: 10_000_000,
    addedBytes: { week: 140_000_000, month: 390_000_000 },
  },
  items: [
    {
      cluster: 'example',
      namespace: 'shop',
      runs: 1_500,
      records: 7_000,
      logs: 5_200,
      eventLists: 1_450,
      bytes: 350_000_000,
      recordBytes: 75_000_000,
      logBytes: 267_000_000,
      eventBytes: 8_000_000,
      addedBytes: { week: 105_000_000, month: 340_000_000 },
    },
    {
      cluster: 'example',
      namespace: 'ci',
      runs: 500,
      records: 2_000,
      logs: 800,
      eventLists: 450,
      bytes: 50_000_000,
      recordBytes: 15_000_000,
      logBytes: 33_000_000,
      eventBytes: 2_000_000,
      addedBytes: { week: 35_000_000, month: 50_000_000 },
    },
  ],
  namespaces: 2,
  pinnedRuns: 1,
  maxBytes: {},
};

/** A job that was asked for, and has removed runs under two policies. */
export const retentionJob: RetentionJob = {
  id: 1,
  trigger: 'request',
  actor: 'user:default/admin',
  state: 'finished',
  startedAt: '2026-11-20T10:00:00.000Z',
  endedAt: '2026-11-20T10:00:42.000Z',
  counts: [
    { policy: 'production', part: 'logs', runs: 9, bytes: 900_000 },
    { policy: 'default', part: 'runs', runs: 30, bytes: 6_000_000 },
  ],
};

/** Somebody keeps a run. */
export const runPin: RunPin = {
  actor: 'user:default/admin',
  reason: 'evidence of the outage',
  since: '2026-11-21T06:00:00.000Z',
};

/** What is left of {@link checkoutRun} when a policy has removed it. */
export const removedRun: RemovedRun = {
  cluster: checkoutRun.cluster,
  uid: checkoutRun.uid,
  kind: checkoutRun.kind,
  namespace: checkoutRun.namespace,
  name: checkoutRun.name,
  status: checkoutRun.status,
  startedAt: checkoutRun.startedAt,
  completedAt: checkoutRun.completedAt,
  removedAt: '2026-11-21T07:00:00.000Z',
  policy: 'short',
};
