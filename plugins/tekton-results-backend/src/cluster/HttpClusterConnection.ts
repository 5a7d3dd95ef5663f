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
import type {
  ClusterConnection,
  ListPage,
  RunResource,
  WatchEvent,
} from './ClusterConnection';
import { connectionError } from './ClusterError';
import { ClusterHttpClient, readText } from './ClusterHttpClient';
import { parseList } from './parseList';
import { parseWatchEvents } from './parseWatchEvents';

/** A list of some MB takes a busy server a while; silence means it is away. */
const LIST_SILENCE_MS = 60_000;
/** Servers send a bookmark about once a minute; three missing ones are a fault. */
const WATCH_SILENCE_MS = 180_000;

/** Talks to a Kubernetes API over HTTP. */
export class HttpClusterConnection implements ClusterConnection {
  private readonly client: ClusterHttpClient;

  constructor(options: { access: ClusterAccess }) {
    this.client = new ClusterHttpClient(options);
  }

  async list(options: {
    resource: RunResource;
    limit: number;
    continueToken?: string;
    signal: AbortSignal;
  }): Promise<ListPage> {
    const query = new URLSearchParams({ limit: String(options.limit) });
    if (options.continueToken) {
      query.set('continue', options.continueToken);
    }
    const response = await this.client.request({
      method: 'GET',
      path: `${resourcePath(options.resource)}?${query}`,
      silenceMs: LIST_SILENCE_MS,
      signal: options.signal,
    });
    return parseList(await readText(response));
  }

  async *watch(options: {
    resource: RunResource;
    resourceVersion: string;
    timeoutSeconds: number;
    signal: AbortSignal;
  }): AsyncGenerator<readonly WatchEvent[]> {
    const query = new URLSearchParams({
      watch: 'true',
      allowWatchBookmarks: 'true',
      resourceVersion: options.resourceVersion,
      timeoutSeconds: String(options.timeoutSeconds),
    });
    const response = await this.client.request({
      method: 'GET',
      path: `${resourcePath(options.resource)}?${query}`,
      silenceMs: WATCH_SILENCE_MS,
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

  renewCredential(): void {
    this.client.renewCredential();
  }
}

function resourcePath({ group, version, plural }: RunResource): string {
  return `/apis/${group}/${version}/${plural}`;
}
