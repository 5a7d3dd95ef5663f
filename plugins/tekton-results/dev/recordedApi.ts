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

import { NotFoundError } from '@backstage/errors';
import type {
  CaptureHealth,
  EntityRunCard,
  ListEntityRunsResponse,
  ListFacetsResponse,
  ListRunsRequest,
  RelatedRuns,
  RunDetails,
  RunFacet,
  RunSelection,
  RunStatisticsResponse,
  RunSummary,
  TektonResultsApi,
  TektonResultsLogsApi,
  TektonResultsRetentionApi,
} from 'backstage-plugin-tekton-results-common';
import { fakeLogsApi } from '../src/__fixtures__/fakeLogsApi';
import {
  retentionJob,
  retentionOn,
  retentionPreview,
  retentionUsage,
  runPin,
} from '../src/__fixtures__/retention';
import recording from './recorded/checkout.json';
import { recordedLogs } from './recordedLogs';

/** The answers of a backend that watched the example cluster. */
const recorded = recording as unknown as {
  readonly runs: readonly RunSummary[];
  readonly scope: ListEntityRunsResponse['scope'];
  readonly card: EntityRunCard;
  readonly facets: Record<string, RunFacet>;
  readonly details: Record<
    string,
    { details: RunDetails; object: object; related: RelatedRuns }
  >;
};

/** All methods that the screens call. */
export type Api = TektonResultsApi &
  TektonResultsLogsApi &
  TektonResultsRetentionApi;

/** A capture without a fault. */
export const HEALTHY: CaptureHealth = {
  state: 'ok',
  clusters: [
    {
      name: 'example',
      title: 'Example cluster',
      state: 'ok',
      resources: [
        {
          resource: 'pipelineruns',
          state: 'watching',
          listedAt: '2026-11-21T08:00:00Z',
        },
      ],
    },
  ],
  configProblems: [],
};

/** Runs as recorded, narrowed as far as a recording can be. */
export function recordedRuns(selection: RunSelection = {}): RunSummary[] {
  const { statuses, search, branch, pipeline, author } = selection;
  const text = search?.toLocaleLowerCase('en-US');
  return recorded.runs.filter(
    run =>
      (!statuses || statuses.includes(run.status)) &&
      (!branch || branch.includes(run.source.branch ?? '')) &&
      (!author || author.includes(run.source.author ?? '')) &&
      (!pipeline || pipeline.includes(run.pipeline ?? '')) &&
      (!text ||
        `${run.name} ${run.source.title}`
          .toLocaleLowerCase('en-US')
          .includes(text)),
  );
}

/** The run that failed, with all that its page shows. */
export const FAILED_RUN = Object.values(recorded.details).find(
  ({ details }) => details.run.status === 'failed',
)!.details;

/** Of other runs no logs were recorded. */
function logsOfFailedRun(): TektonResultsLogsApi {
  const api = fakeLogsApi(recordedLogs(FAILED_RUN));
  const own = [
    FAILED_RUN.run.uid,
    ...FAILED_RUN.tasks.map(task => task.run?.uid),
  ];
  return {
    ...api,
    listRunLogs: async ref =>
      own.includes(ref.uid) ? api.listRunLogs(ref) : { items: [] },
  };
}

function statisticsOf(runs: readonly RunSummary[]): RunStatisticsResponse {
  const statuses: Partial<Record<RunSummary['status'], number>> = {};
  for (const { status } of runs) {
    statuses[status] = (statuses[status] ?? 0) + 1;
  }
  return { total: runs.length, statuses, exact: true, pipelines: [] };
}

/** A backend that answers what was recorded, but for what is replaced. */
export function recordedApi(replaced: Partial<Api> = {}): Api {
  const detailsOf = (uid: string) => {
    const found = recorded.details[uid];
    if (!found) {
      throw new NotFoundError('No such run was recorded');
    }
    return found;
  };
  const list = ({ sort, ...selection }: ListRunsRequest) => {
    const found = recordedRuns(selection);
    const items = sort === 'start' ? [...found].reverse() : found;
    return { items, total: { count: items.length, exact: true } };
  };
  return {
    ...logsOfFailedRun(),
    listRuns: async request => list(request),
    listEntityRuns: async request => ({
      ...list(request),
      scope: recorded.scope,
    }),
    getRun: async ({ uid }) => detailsOf(uid).details,
    getRunObject: async ({ uid }) => detailsOf(uid).object as never,
    getRelatedRuns: async ({ uid }) => detailsOf(uid).related,
    listRunEvents: async () => ({ items: [], more: false }),
    findRuns: async ({ name }) => ({
      items: recorded.runs.filter(run => run.name === name),
      more: false,
    }),
    listFacets: async ({ facets, contains }): Promise<ListFacetsResponse> => ({
      facets: facets.map(name => {
        const facet = recorded.facets[name];
        return {
          name,
          more: false,
          exact: true,
          values: (facet?.values ?? []).filter(({ value }) =>
            value.includes(contains ?? ''),
          ),
        };
      }),
    }),
    getStatistics: async request => statisticsOf(recordedRuns(request)),
    listChanges: async () => ({
      items: [],
      more: false,
      cursor: 'now',
      pollAfterMs: 60_000,
    }),
    getEntityCard: async () => recorded.card,
    validateFilter: async () => ({ valid: true, indexed: true, parts: [] }),
    getHealth: async () => HEALTHY,
    getRetention: async () => retentionOn,
    previewRetention: async () => retentionPreview,
    getRetentionUsage: async () => retentionUsage,
    runRetention: async () => ({ ...retentionJob, state: 'running' }),
    listRetentionJobs: async () => ({ items: [retentionJob] }),
    pinRun: async () => runPin,
    unpinRun: async () => {},
    ...replaced,
  };
}
