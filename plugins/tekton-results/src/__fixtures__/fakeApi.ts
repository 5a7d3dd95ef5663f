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
  TektonResultsApi,
  TektonResultsRetentionApi,
} from 'backstage-plugin-tekton-results-common';
import {
  retentionJob,
  retentionOn,
  retentionPreview,
  retentionUsage,
  runPin,
} from './retention';
import { checkoutRun, failedRun, runDetails } from './runs';

/** A backend whose answers a test can replace one by one. */
export type FakeApi = {
  [M in keyof (TektonResultsApi & TektonResultsRetentionApi)]: jest.Mock;
};

/** A backend with two runs of a healthy cluster. */
export function fakeApi(): FakeApi {
  const page = {
    items: [failedRun, checkoutRun],
    total: { count: 2, exact: true },
  };
  return {
    listRuns: jest.fn().mockResolvedValue(page),
    listEntityRuns: jest.fn().mockResolvedValue({
      ...page,
      scope: {
        filter:
          'data.metadata.labels["backstage.io/kubernetes-id"] == "checkout"',
        rule: 'backstage.io/kubernetes-id',
      },
    }),
    getRun: jest.fn().mockResolvedValue(runDetails),
    getRunObject: jest.fn().mockResolvedValue({
      kind: 'PipelineRun',
      metadata: { name: failedRun.name },
    }),
    listRunEvents: jest.fn().mockResolvedValue({ items: [], more: false }),
    getRelatedRuns: jest
      .fn()
      .mockResolvedValue({ sameRevision: [], children: [], sameResult: [] }),
    findRuns: jest.fn().mockResolvedValue({ items: [failedRun], more: false }),
    listFacets: jest.fn().mockResolvedValue({ facets: [] }),
    getStatistics: jest.fn().mockResolvedValue({
      total: 0,
      statuses: {},
      exact: true,
      pipelines: [],
    }),
    listChanges: jest.fn().mockResolvedValue({
      items: [],
      more: false,
      cursor: 'cursor',
      pollAfterMs: 60_000,
    }),
    getEntityCard: jest.fn().mockResolvedValue({
      runs: [failedRun, checkoutRun],
      days: 30,
      current: { total: 2, statuses: {}, exact: true },
      previous: { total: 0, statuses: {}, exact: true },
      scope: { filter: 'true', rule: 'backstage.io/kubernetes-id' },
    }),
    validateFilter: jest
      .fn()
      .mockResolvedValue({ valid: true, indexed: true, parts: [] }),
    getHealth: jest.fn().mockResolvedValue({
      state: 'ok',
      clusters: [
        {
          name: 'example',
          title: 'Example cluster',
          state: 'ok',
          resources: [],
        },
      ],
      configProblems: [],
    }),
    getRetention: jest.fn().mockResolvedValue(retentionOn),
    previewRetention: jest.fn().mockResolvedValue(retentionPreview),
    getRetentionUsage: jest.fn().mockResolvedValue(retentionUsage),
    runRetention: jest
      .fn()
      .mockResolvedValue({ ...retentionJob, id: 2, state: 'running' }),
    listRetentionJobs: jest.fn().mockResolvedValue({ items: [retentionJob] }),
    pinRun: jest.fn().mockResolvedValue(runPin),
    unpinRun: jest.fn().mockResolvedValue(undefined),
  };
}
