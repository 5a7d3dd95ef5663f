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
  RunDetails,
  RunSummary,
} from 'backstage-plugin-tekton-results-common';

/** A run that went well and that its cluster has deleted since. */
export const checkoutRun: RunSummary = {
  cluster: 'example',
  uid: '26857d26-2a1c-4d67-bac2-22ec8dad9c02',
  kind: 'PipelineRun',
  status: 'succeeded',
  namespace: 'shop',
  name: 'checkout-build-26857d2',
  pipeline: 'build-and-push',
  reason: 'Succeeded',
  message: 'Tasks Completed: 5 (Failed: 0, Cancelled 0), Skipped: 0',
  createdAt: '2026-11-21T05:08:39.000Z',
  startedAt: '2026-11-21T05:08:39.000Z',
  completedAt: '2026-11-21T05:08:42.000Z',
  durationMs: 3000,
  source: {
    revision: '26857d262a',
    branch: 'main',
    repository: 'https://git.example.com/acme/checkout',
    author: 'renovate-bot',
    trigger: 'push',
    title: 'Add health check',
    url: 'https://git.example.com/acme/checkout/commit/26857d262a',
  },
  goneAt: '2026-11-21T05:09:42.905Z',
};

/** A run that failed in a step and is still in its cluster. */
export const failedRun: RunSummary = {
  ...checkoutRun,
  uid: '7e32fc33-1a55-43ff-b676-a57912420901',
  name: 'checkout-build-d52299b',
  status: 'failed',
  reason: 'Failed',
  message: 'Tasks Completed: 5 (Failed: 1, Cancelled 0), Skipped: 0',
  source: {
    ...checkoutRun.source,
    revision: 'd52299b7c1',
    title: 'Fix rounding of totals',
    url: 'https://git.example.com/acme/checkout/commit/d52299b7c1',
  },
  failure: { task: 'image', step: 'push', exitCode: 1 },
  goneAt: undefined,
};

/** The page of {@link failedRun}. */
export const runDetails: RunDetails = {
  run: failedRun,
  tasks: [
    {
      name: 'clone',
      displayName: 'Clone the repository',
      finally: false,
      status: 'succeeded',
      reason: 'Succeeded',
      params: [],
      durationMs: 1000,
      attempts: [
        {
          number: 1,
          status: 'succeeded',
          steps: [{ name: 'clone', status: 'succeeded', exitCode: 0 }],
        },
      ],
    },
    {
      name: 'image',
      finally: false,
      status: 'failed',
      reason: 'StepFailed',
      message: '"step-push" exited with code 1: Error',
      params: [{ name: 'os', value: 'linux' }],
      durationMs: 1000,
      attempts: [
        {
          number: 1,
          status: 'failed',
          reason: 'StepFailed',
          podName: 'checkout-build-d52299b-image-pod',
          steps: [
            { name: 'build', status: 'succeeded', exitCode: 0 },
            { name: 'push', status: 'failed', reason: 'Error', exitCode: 1 },
          ],
        },
      ],
    },
    {
      name: 'deploy',
      finally: false,
      status: 'skipped',
      reason: 'Parent Tasks were skipped',
      params: [],
      attempts: [],
    },
    {
      name: 'notify',
      finally: true,
      status: 'succeeded',
      params: [],
      attempts: [],
    },
  ],
  capture: {
    result: 'shop/results/7e32fc33-1a55-43ff-b676-a57912420901',
    firstStoredAt: '2026-11-21T05:08:40.000Z',
    lastStoredAt: '2026-11-21T05:08:43.000Z',
  },
};
