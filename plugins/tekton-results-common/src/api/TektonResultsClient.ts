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

import { parseEntityRef } from '@backstage/catalog-model';
import { ResponseError } from '@backstage/errors';
import type { JsonObject } from '@backstage/types';
import { TEKTON_RESULTS_PLUGIN_ID } from '../names';
import type {
  ListRunLogsResponse,
  LogDownload,
  LogFollowEvent,
  LogLinesRequest,
  LogLinesResponse,
  LogRef,
  LogSearchEvent,
  LogSearchRequest,
  RepairLogOrphansResponse,
  TektonResultsLogsApi,
} from './logTypes';
import { readNdjson } from './readNdjson';
import type {
  ListRetentionJobsResponse,
  RetentionJob,
  RetentionPreview,
  RetentionStatus,
  RetentionUsage,
  RunPin,
  TektonResultsRetentionApi,
} from './retentionTypes';
import type {
  EntityRunCard,
  FindRunsRequest,
  FindRunsResponse,
  ListChangesRequest,
  ListChangesResponse,
  ListFacetsRequest,
  ListFacetsResponse,
  RelatedRuns,
  RunSelection,
  RunStatisticsResponse,
} from './runQueries';
import type {
  CaptureHealth,
  FilterValidation,
  ListEntityRunsRequest,
  ListEntityRunsResponse,
  ListRunEventsResponse,
  ListRunsRequest,
  ListRunsResponse,
  RunDetails,
  RunRef,
  TektonResultsApi,
  ValidateFilterRequest,
} from './types';

/** A list is sent as a repeated parameter, which is named as one of its items. */
const QUERY_NAMES: Record<string, string> = {
  kinds: 'kind',
  statuses: 'status',
  labels: 'label',
  facets: 'facet',
};

/**
 * Calls the native API of the backend plugin.
 *
 * @public
 */
export class TektonResultsClient
  implements TektonResultsApi, TektonResultsLogsApi, TektonResultsRetentionApi
{
  private readonly discoveryApi: {
    getBaseUrl(pluginId: string): Promise<string>;
  };
  private readonly fetchApi: { fetch: typeof fetch };

  constructor(options: {
    discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
    fetchApi: { fetch: typeof fetch };
  }) {
    this.discoveryApi = options.discoveryApi;
    this.fetchApi = options.fetchApi;
  }

  listRuns(
    request: ListRunsRequest,
    options?: { signal?: AbortSignal },
  ): Promise<ListRunsResponse> {
    return this.get(`/runs${queryText(request)}`, options);
  }

  async listEntityRuns(
    request: ListEntityRunsRequest,
    options?: { signal?: AbortSignal },
  ): Promise<ListEntityRunsResponse> {
    return this.get(scopedPath('runs', request), options);
  }

  listRunEvents(
    ref: RunRef,
    options?: { signal?: AbortSignal },
  ): Promise<ListRunEventsResponse> {
    return this.get(`${runPath(ref)}/events`, options);
  }

  getRelatedRuns(
    ref: RunRef,
    options?: { signal?: AbortSignal },
  ): Promise<RelatedRuns> {
    return this.get(`${runPath(ref)}/related`, options);
  }

  findRuns(
    request: FindRunsRequest,
    options?: { signal?: AbortSignal },
  ): Promise<FindRunsResponse> {
    return this.get(`/find${queryText(request)}`, options);
  }

  async listFacets(
    request: ListFacetsRequest & { readonly entityRef?: string },
    options?: { signal?: AbortSignal },
  ): Promise<ListFacetsResponse> {
    return this.get(scopedPath('facets', request), options);
  }

  async getStatistics(
    request: RunSelection & { readonly entityRef?: string },
    options?: { signal?: AbortSignal },
  ): Promise<RunStatisticsResponse> {
    return this.get(scopedPath('statistics', request), options);
  }

  async listChanges(
    request: ListChangesRequest & { readonly entityRef?: string },
    options?: { signal?: AbortSignal },
  ): Promise<ListChangesResponse> {
    return this.get(scopedPath('changes', request), options);
  }

  async getEntityCard(
    request: { readonly entityRef: string; readonly branch?: string },
    options?: { signal?: AbortSignal },
  ): Promise<EntityRunCard> {
    return this.get(scopedPath('card', request), options);
  }

  getRun(ref: RunRef, options?: { signal?: AbortSignal }): Promise<RunDetails> {
    return this.get(runPath(ref), options);
  }

  getRunObject(
    ref: RunRef,
    options?: { signal?: AbortSignal },
  ): Promise<JsonObject> {
    return this.get(`${runPath(ref)}/object`, options);
  }

  getHealth(options?: { signal?: AbortSignal }): Promise<CaptureHealth> {
    return this.get('/health', options);
  }

  validateFilter(
    request: ValidateFilterRequest,
    options?: { signal?: AbortSignal },
  ): Promise<FilterValidation> {
    return this.post('/filters:validate', request, options);
  }

  listRunLogs(
    ref: RunRef,
    options?: { signal?: AbortSignal },
  ): Promise<ListRunLogsResponse> {
    return this.get(`${runPath(ref)}/logs`, options);
  }

  getLogLines(
    ref: LogRef,
    request: LogLinesRequest = {},
    options?: { signal?: AbortSignal },
  ): Promise<LogLinesResponse> {
    return this.get(`${logPath(ref)}/lines${queryText(request)}`, options);
  }

  async getLogLine(
    ref: LogRef,
    number: number,
    options?: { signal?: AbortSignal },
  ): Promise<string> {
    const response = await this.send(
      `${logPath(ref)}/lines/${number}`,
      'text/plain',
      options,
    );
    return response.text();
  }

  async *searchRunLogs(
    ref: RunRef,
    { query, regex, caseSensitive, ...where }: LogSearchRequest,
    options?: { signal?: AbortSignal },
  ): AsyncIterable<LogSearchEvent> {
    const asked = queryText({ q: query, regex, case: caseSensitive, ...where });
    yield* this.events(`${runPath(ref)}/logs/search${asked}`, options);
  }

  async *followLog(
    ref: LogRef,
    request: { from?: number } = {},
    options?: { signal?: AbortSignal },
  ): AsyncIterable<LogFollowEvent> {
    yield* this.events(`${logPath(ref)}/follow${queryText(request)}`, options);
  }

  downloadLog(
    ref: LogRef,
    request: { timestamps?: boolean } = {},
    options?: { signal?: AbortSignal },
  ): Promise<LogDownload> {
    return this.download(
      `${logPath(ref)}/download${queryText(request)}`,
      options,
    );
  }

  downloadRunLogs(
    ref: RunRef,
    request: { timestamps?: boolean } = {},
    options?: { signal?: AbortSignal },
  ): Promise<LogDownload> {
    return this.download(
      `${runPath(ref)}/logs/download${queryText(request)}`,
      options,
    );
  }

  repairLogOrphans(
    request: { dryRun?: boolean } = {},
    options?: { signal?: AbortSignal },
  ): Promise<RepairLogOrphansResponse> {
    return this.post('/logs/orphans', request, options);
  }

  getRetention(options?: { signal?: AbortSignal }): Promise<RetentionStatus> {
    return this.get('/retention', options);
  }

  previewRetention(options?: {
    signal?: AbortSignal;
  }): Promise<RetentionPreview> {
    return this.get('/retention/preview', options);
  }

  getRetentionUsage(
    request: { limit?: number } = {},
    options?: { signal?: AbortSignal },
  ): Promise<RetentionUsage> {
    return this.get(`/retention/usage${queryText(request)}`, options);
  }

  runRetention(options?: { signal?: AbortSignal }): Promise<RetentionJob> {
    return this.post('/retention/run', {}, options);
  }

  listRetentionJobs(
    request: { limit?: number } = {},
    options?: { signal?: AbortSignal },
  ): Promise<ListRetentionJobsResponse> {
    return this.get(`/retention/runs${queryText(request)}`, options);
  }

  pinRun(
    ref: RunRef,
    request: { reason: string },
    options?: { signal?: AbortSignal },
  ): Promise<RunPin> {
    return this.post(`${runPath(ref)}/pin`, request, options);
  }

  async unpinRun(
    ref: RunRef,
    options?: { signal?: AbortSignal },
  ): Promise<void> {
    await this.send(`${runPath(ref)}/pin`, 'application/json', {
      method: 'DELETE',
      ...options,
    });
  }

  private async *events<T>(
    path: string,
    options?: { signal?: AbortSignal },
  ): AsyncIterable<T> {
    const { body } = await this.send(path, 'application/x-ndjson', options);
    if (body) {
      yield* readNdjson<T>(body);
    }
  }

  private async download(
    path: string,
    options?: { signal?: AbortSignal },
  ): Promise<LogDownload> {
    const { headers, body } = await this.send(path, '*/*', options);
    return {
      fileName: fileNameOf(headers.get('content-disposition')),
      body: body ?? new ReadableStream({ start: stream => stream.close() }),
    };
  }

  private async get<T>(
    path: string,
    options: { signal?: AbortSignal } = {},
  ): Promise<T> {
    return this.fetch(path, options);
  }

  private async post<T>(
    path: string,
    body: object,
    options: { signal?: AbortSignal } = {},
  ): Promise<T> {
    return this.fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      ...options,
    });
  }

  private async fetch<T>(path: string, init: RequestInit): Promise<T> {
    const response = await this.send(path, 'application/json', init);
    return response.json();
  }

  private async send(
    path: string,
    accept: string,
    init: RequestInit = {},
  ): Promise<Response> {
    const baseUrl = await this.discoveryApi.getBaseUrl(
      TEKTON_RESULTS_PLUGIN_ID,
    );
    const response = await this.fetchApi.fetch(`${baseUrl}/v1${path}`, {
      ...init,
      headers: { Accept: accept, ...init.headers },
    });
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return response;
  }
}

function runPath({ cluster, uid }: RunRef): string {
  return `/runs/${encodeURIComponent(cluster)}/${encodeURIComponent(uid)}`;
}

function logPath({ attempt, container, ...run }: LogRef): string {
  return `${runPath(run)}/logs/${attempt}/${encodeURIComponent(container)}`;
}

/** Of something about runs: all, or those of an entity. */
function scopedPath(
  what: string,
  { entityRef, ...request }: object & { readonly entityRef?: string },
): string {
  if (entityRef === undefined) {
    return `/${what}${queryText(request)}`;
  }
  const { kind, namespace, name } = parseEntityRef(entityRef);
  const entity = [kind, namespace, name].map(encodeURIComponent).join('/');
  return `/entities/${entity}/${what}${queryText(request)}`;
}

function queryText(request: object): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(request)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined) {
        query.append(QUERY_NAMES[name] ?? name, String(item));
      }
    }
  }
  const text = query.toString();
  return text && `?${text}`;
}

/** As the server names a file; it encodes what is not plain. */
function fileNameOf(disposition: string | null): string {
  const [, name] = /filename="([^"]+)"/.exec(disposition ?? '') ?? [];
  return name ?? 'log.txt';
}
