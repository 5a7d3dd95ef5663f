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

import type { ClusterAccess } from './ClusterAccess';
import {
  POD_RESOURCE,
  type ApiResource,
  type ClusterConnection,
  type ListPage,
  type WatchEvent,
} from './ClusterConnection';
import {
  AnswerTooLargeError,
  ClusterError,
  connectionError,
} from './ClusterError';
import { ClusterHttpClient, readWholeText } from './ClusterHttpClient';
import { PageLimits } from './PageLimits';
import { parseList, parseObject } from './parseList';
import { parseWatchEvents } from './parseWatchEvents';
import { objectPath, resourcePath } from './resourcePaths';

/** A list of some MB takes a busy server a while; silence means it is away. */
const LIST_SILENCE_MS = 60_000;
/** Servers send a bookmark about once a minute; three missing ones are a fault. */
const WATCH_SILENCE_MS = 180_000;
/** Ten times a usual page: parsed it takes several times as much memory. */
const MAX_PAGE_BYTES = 32 * 1024 * 1024;
/** The end of a log is known; until then a node sends what it has. */
const LOG_SILENCE_MS = 60_000;
/** A step may be quiet for hours; keep-alive probes tell whether the server is there. */
const NO_LIMIT_MS = 0;
/** A server that cannot leave the rest out sends whole objects. */
const ACCEPT_METADATA =
  'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';

type ListOptions = Parameters<ClusterConnection['list']>[0];

/** Talks to a Kubernetes API over HTTP. */
export class HttpClusterConnection implements ClusterConnection {
  private readonly client: ClusterHttpClient;
  private readonly watchSilenceMs: number;
  private readonly maxPageBytes: number;
  private readonly pageLimits = new PageLimits();

  constructor(options: {
    access: ClusterAccess;
    /** After so long without a word, a watch is taken for dead. */
    watchSilenceMs?: number;
    /** A page of a list that is larger is asked for in smaller ones. */
    maxPageBytes?: number;
  }) {
    this.client = new ClusterHttpClient(options);
    this.watchSilenceMs = options.watchSilenceMs ?? WATCH_SILENCE_MS;
    this.maxPageBytes = options.maxPageBytes ?? MAX_PAGE_BYTES;
  }

  async list(options: ListOptions): Promise<ListPage> {
    const { resource, namespace = '', metadataOnly = false } = options;
    const list = `${namespace}/${resource.plural} ${metadataOnly}`;
    for (;;) {
      const limit = this.pageLimits.limit(list, options.limit);
      try {
        const page = await this.page({ ...options, limit });
        if (!page.continueToken) {
          this.pageLimits.reset(list);
        }
        return page;
      } catch (error) {
        const isTooLarge = error instanceof AnswerTooLargeError;
        if (!isTooLarge || !this.pageLimits.shrink(list, limit)) {
          throw error;
        }
      }
    }
  }

  async getObject(options: {
    resource: ApiResource;
    namespace: string;
    name: string;
    signal: AbortSignal;
  }): Promise<unknown> {
    const { resource, namespace, name } = options;
    try {
      const response = await this.client.request({
        method: 'GET',
        path: objectPath(resource, namespace, name),
        silenceMs: LIST_SILENCE_MS,
        signal: options.signal,
      });
      return parseObject(await readWholeText(response));
    } catch (error) {
      if (error instanceof ClusterError && error.missingObject === name) {
        return undefined;
      }
      throw error;
    }
  }

  async *watch(
    options: Parameters<ClusterConnection['watch']>[0],
  ): AsyncGenerator<readonly WatchEvent[]> {
    const query = new URLSearchParams({
      watch: 'true',
      allowWatchBookmarks: 'true',
      resourceVersion: options.resourceVersion,
      timeoutSeconds: String(options.timeoutSeconds),
      ...selection(options),
    });
    const response = await this.client.request({
      method: 'GET',
      path: `${resourcePath(options.resource, options.namespace)}?${query}`,
      silenceMs: this.watchSilenceMs,
      signal: options.signal,
    });
    try {
      yield [];
      yield* parseWatchEvents(response);
    } catch (error) {
      throw connectionError(error);
    } finally {
      response.destroy();
    }
  }

  async *podLog(
    options: Parameters<ClusterConnection['podLog']>[0],
  ): AsyncGenerator<Buffer> {
    const { namespace, pod, container, follow, signal } = options;
    const query = new URLSearchParams({
      container,
      ...(options.timestamps && { timestamps: 'true' }),
      ...(options.sinceTime && { sinceTime: options.sinceTime }),
      ...(follow && { follow: 'true' }),
    });
    const response = await this.client.request({
      method: 'GET',
      path: `${objectPath(POD_RESOURCE, namespace, pod)}/log?${query}`,
      // It is text, but errors are JSON.
      accept: '*/*',
      silenceMs: follow ? NO_LIMIT_MS : LOG_SILENCE_MS,
      signal,
    });
    try {
      // Fails if the last chunk is missing: then there was more.
      yield* response;
    } catch (error) {
      throw connectionError(error);
    } finally {
      response.destroy();
    }
  }

  renewCredential(): void {
    this.client.renewCredential();
  }

  private async page(options: ListOptions): Promise<ListPage> {
    const query = new URLSearchParams({
      limit: String(options.limit),
      ...(options.continueToken && { continue: options.continueToken }),
      ...selection(options),
    });
    const response = await this.client.request({
      method: 'GET',
      path: `${resourcePath(options.resource, options.namespace)}?${query}`,
      accept: options.metadataOnly ? ACCEPT_METADATA : undefined,
      silenceMs: LIST_SILENCE_MS,
      signal: options.signal,
    });
    return parseList(await readWholeText(response, this.maxPageBytes));
  }
}

function selection({
  fieldSelector,
}: {
  fieldSelector?: string;
}): Record<string, string> {
  return fieldSelector ? { fieldSelector } : {};
}
