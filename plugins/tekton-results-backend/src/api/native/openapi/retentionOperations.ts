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

import { pinRequest } from '../pinRoutes';
import {
  retentionJobsRequest,
  retentionUsageRequest,
} from '../retentionRoutes';
import type { Operation } from './Operation';
import {
  retentionJob,
  retentionJobList,
  retentionPreview,
  retentionStatus,
  retentionUsage,
  runPin,
} from './retentionAnswers';

const PIN = '/runs/{cluster}/{uid}/pin';

/** What can be asked of what removes old runs, and keeps others. */
export const retentionOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/retention',
    id: 'getRetention',
    summary: 'Tells how the removal of old runs stands',
    answer: retentionStatus,
  },
  {
    method: 'get',
    path: '/retention/preview',
    id: 'previewRetention',
    summary: 'Tells what the next job would remove, and removes nothing',
    answer: retentionPreview,
  },
  {
    method: 'get',
    path: '/retention/usage',
    id: 'getRetentionUsage',
    summary: 'Tells how much is stored, and how fast that grows',
    query: retentionUsageRequest,
    answer: retentionUsage,
  },
  {
    method: 'get',
    path: '/retention/runs',
    id: 'listRetentionJobs',
    summary: 'Lists the last jobs',
    query: retentionJobsRequest,
    answer: retentionJobList,
  },
  {
    method: 'post',
    path: '/retention/run',
    id: 'runRetention',
    summary: 'Starts a job',
    answer: retentionJob,
  },
  {
    method: 'post',
    path: PIN,
    id: 'pinRun',
    summary: 'Keeps a run whatever the policies say',
    body: pinRequest,
    answer: runPin,
  },
  {
    method: 'delete',
    path: PIN,
    id: 'unpinRun',
    summary: 'Lets policies decide on a run again',
  },
];
