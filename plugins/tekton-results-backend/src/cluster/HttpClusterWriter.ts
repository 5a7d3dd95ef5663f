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

import type { JsonObject } from '@backstage/types';
import type { ClusterAccess } from './ClusterAccess';
import type { ApiResource } from './ClusterConnection';
import { ClusterHttpClient, readWholeText } from './ClusterHttpClient';
import type { ClusterWriter, ObjectAddress } from './ClusterWriter';
import { parseObject } from './parseList';
import { objectPath, resourcePath } from './resourcePaths';

/** One object is small; a server that pauses within it is away. */
const SILENCE_MS = 30_000;

/** Changes objects over HTTP. */
export class HttpClusterWriter implements ClusterWriter {
  private readonly client: ClusterHttpClient;

  constructor(options: { access: ClusterAccess }) {
    this.client = new ClusterHttpClient(options);
  }

  async apply(
    options: ObjectAddress & {
      body: JsonObject;
      fieldManager: string;
      force: boolean;
      signal: AbortSignal;
    },
  ): Promise<unknown> {
    const { fieldManager, force } = options;
    const query = new URLSearchParams({ fieldManager, force: String(force) });
    return this.send({
      ...options,
      method: 'PATCH',
      path: `${pathOf(options)}?${query}`,
      // JSON is YAML.
      contentType: 'application/apply-patch+yaml',
    });
  }

  async merge(
    options: ObjectAddress & { body: JsonObject; signal: AbortSignal },
  ): Promise<unknown> {
    return this.send({
      ...options,
      method: 'PATCH',
      path: pathOf(options),
      contentType: 'application/merge-patch+json',
    });
  }

  async remove(
    options: ObjectAddress & {
      uid: string;
      resourceVersion?: string;
      signal: AbortSignal;
    },
  ): Promise<void> {
    const { uid, resourceVersion } = options;
    await this.send({
      method: 'DELETE',
      path: pathOf(options),
      body: {
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        preconditions: { uid, ...(resourceVersion && { resourceVersion }) },
      },
      signal: options.signal,
    });
  }

  async create(options: {
    resource: ApiResource;
    namespace?: string;
    body: JsonObject;
    signal: AbortSignal;
  }): Promise<unknown> {
    return this.send({
      ...options,
      method: 'POST',
      path: resourcePath(options.resource, options.namespace),
    });
  }

  private async send(options: {
    method: 'PATCH' | 'DELETE' | 'POST';
    path: string;
    body: JsonObject;
    contentType?: string;
    signal: AbortSignal;
  }): Promise<unknown> {
    const { method, path, body, contentType, signal } = options;
    const response = await this.client.request({
      method,
      path,
      body,
      contentType,
      silenceMs: SILENCE_MS,
      signal,
    });
    return parseObject(await readWholeText(response));
  }
}

function pathOf({ resource, namespace, name }: ObjectAddress): string {
  return objectPath(resource, namespace, name);
}
