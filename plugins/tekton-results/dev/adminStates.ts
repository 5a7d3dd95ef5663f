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

import { NotAllowedError } from '@backstage/errors';
import {
  retentionJob,
  retentionOn,
  retentionPreview,
  retentionUsage,
} from '../src/__fixtures__/retention';
import type { DevState } from './DevState';
import { type Api, recordedApi } from './recordedApi';

const never = () => new Promise<never>(() => {});
const fails = (error: Error) => async () => {
  throw error;
};

const ago = (minutes: number) =>
  new Date(Date.now() - minutes * 60_000).toISOString();

/** The page for admins, of which something is replaced. */
function adminPage(title: string, api: Partial<Api> = {}): DevState {
  return {
    title: `Administration: ${title}`,
    screen: 'page',
    path: '/admin',
    api: recordedApi(api),
  };
}

/** The page for admins in all of its states, by the name in the URL. */
export const ADMIN_STATES: Record<string, DevState> = {
  admin: adminPage('all is well'),
  adminLoading: adminPage('first load', {
    getHealth: never,
    getRetention: never,
    getRetentionUsage: never,
    listRetentionJobs: never,
  }),
  adminUnset: adminPage('retention is off', {
    getRetention: async () => ({ state: 'unset', problems: [], warnings: [] }),
    listRetentionJobs: async () => ({ items: [] }),
  }),
  adminRefused: adminPage('a mistake in the configuration', {
    getRetention: async () => ({
      state: 'refused',
      problems: [
        {
          path: 'tektonResults.retention.policies[0].retention',
          message: 'must be longer than nothing',
        },
      ],
      warnings: [
        {
          path: 'tektonResults.retention.maxRetention',
          message: 'is used in place of defaultRetention',
        },
      ],
    }),
  }),
  adminRunning: adminPage('a job runs', {
    getRetention: async () => ({ ...retentionOn, nextAt: undefined }),
    listRetentionJobs: async () => ({
      items: [
        {
          ...retentionJob,
          id: 3,
          state: 'running',
          startedAt: new Date(Date.now() - 12_000).toISOString(),
          endedAt: undefined,
        },
        {
          ...retentionJob,
          id: 2,
          trigger: 'schedule',
          actor: undefined,
          state: 'failed',
          problem: 'The limit of the namespace shop cannot be kept to',
          counts: [],
        },
        retentionJob,
      ],
    }),
  }),
  adminGaps: adminPage('clusters with gaps', {
    getHealth: async () => ({
      state: 'degraded',
      configProblems: [],
      database: {
        engine: 'postgres',
        state: 'failing',
        message: 'The call to the database failed (ECONNREFUSED)',
        checkedAt: ago(1),
      },
      logStorage: {
        driver: 's3',
        state: 'ok',
        latencyMs: 84,
        checkedAt: ago(4),
      },
      clusters: [
        {
          name: 'example',
          title: 'Example cluster',
          state: 'ok',
          resources: [
            {
              resource: 'pipelineruns',
              state: 'watching',
              lastEventAt: ago(0.2),
              backlog: 12,
              lagMs: 1_200,
              lagP95Ms: 340,
              runs: { since: ago(20_000), seen: 48_212, stored: 48_200 },
              unreadable: {
                count: 3,
                last: {
                  namespace: 'shop',
                  name: 'odd-4x7kq',
                  problem: 'metadata.uid: Required',
                  time: ago(90),
                },
              },
            },
          ],
          outages: [
            { from: ago(8_700), until: ago(8_400) },
            { from: ago(20_000), until: ago(18_000) },
            { from: ago(39_000), until: ago(38_999) },
          ],
        },
        {
          name: 'east',
          title: 'Production, east',
          state: 'failing',
          problem: {
            code: 'unreachable',
            message: 'https://east.example.com: connect ECONNREFUSED',
            since: ago(1_300),
          },
          resources: [{ resource: 'pipelineruns', state: 'failing' }],
          outages: [{ from: ago(30_000), until: ago(29_000) }],
        },
      ],
    }),
  }),
  adminEmpty: adminPage('nothing is stored', {
    getRetentionUsage: async () => ({
      ...retentionUsage,
      items: [],
      namespaces: 0,
    }),
  }),
  adminLimits: adminPage('limits of space', {
    getRetentionUsage: async () => ({
      ...retentionUsage,
      namespaces: 57,
      maxBytes: { total: 5e8, perNamespace: 3e8 },
    }),
    previewRetention: async () => ({
      ...retentionPreview,
      deletedNamespaces: {
        part: 'runs',
        afterMs: 30 * 86_400_000,
        amount: { runs: 7, bytes: 1_400_000, exact: false },
      },
      limits: [
        {
          cluster: 'example',
          namespace: 'shop',
          maxBytes: 1e9,
          bytes: 1.2e9,
          expiring: { runs: 800, bytes: 2e8, exact: true },
        },
        {
          maxBytes: 5e9,
          bytes: 9e9,
          expiring: { runs: 0, bytes: 0, exact: true },
          unmetBytes: 1e9,
        },
      ],
    }),
  }),
  adminForbidden: adminPage('retention is not allowed', {
    getRetention: fails(new NotAllowedError('This needs a permission')),
    getRetentionUsage: fails(new NotAllowedError('This needs a permission')),
    listRetentionJobs: fails(new NotAllowedError('This needs a permission')),
  }),
  adminFails: adminPage('backend away', {
    getHealth: fails(new Error('Bad gateway: the backend does not answer')),
    getRetention: fails(new Error('Bad gateway: the backend does not answer')),
    getRetentionUsage: fails(
      new Error('Bad gateway: the backend does not answer'),
    ),
    listRetentionJobs: fails(
      new Error('Bad gateway: the backend does not answer'),
    ),
  }),
};
