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
  CaptureHealth,
  FilterValidation,
  ListEntityRunsRequest,
  ListEntityRunsResponse,
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
};

/**
 * Calls the native API of the backend plugin.
 *
 * @public
 */
export class TektonResultsClient implements TektonResultsApi {
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
    return this.get(`/runs${listRunsQuery(request)}`, options);
  }

  async listEntityRuns(
    { entityRef, ...request }: ListEntityRunsRequest,
    options?: { signal?: AbortSignal },
  ): Promise<ListEntityRunsResponse> {
    const { kind, namespace, name } = parseEntityRef(entityRef);
    const path = [kind, namespace, name].map(encodeURIComponent).join('/');
    return this.get(`/entities/${path}/runs${listRunsQuery(request)}`, options);
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
    return this.fetch('/filters:validate', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(request),
      ...options,
    });
  }

  private async get<T>(
    path: string,
    options: { signal?: AbortSignal } = {},
  ): Promise<T> {
    return this.fetch(path, options);
  }

  private async fetch<T>(path: string, init: RequestInit): Promise<T> {
    const baseUrl = await this.discoveryApi.getBaseUrl(
      TEKTON_RESULTS_PLUGIN_ID,
    );
    const response = await this.fetchApi.fetch(`${baseUrl}/v1${path}`, {
      ...init,
      headers: { Accept: 'application/json', ...init.headers },
    });
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return response.json();
  }
}

function runPath({ cluster, uid }: RunRef): string {
  return `/runs/${encodeURIComponent(cluster)}/${encodeURIComponent(uid)}`;
}

function listRunsQuery(request: ListRunsRequest): string {
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
