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
  ApiResource,
  ClusterConnection,
  ListPage,
  WatchEvent,
} from '../ClusterConnection';
import { ClusterError } from '../ClusterError';
import { convertRun } from './convertRun';
import type { ServedVersions } from './ServedVersions';

/**
 * Reads resources in the versions that a cluster serves, and hands them out as if
 * they were served as asked for. A resource that is not there is looked for in an
 * earlier version; each list then looks whether it is served as asked for by now.
 */
export class VersionedConnection implements ClusterConnection {
  private readonly connection: ClusterConnection;
  private readonly served: ServedVersions;

  constructor(options: {
    connection: ClusterConnection;
    served: ServedVersions;
  }) {
    this.connection = options.connection;
    this.served = options.served;
  }

  async list(
    options: Parameters<ClusterConnection['list']>[0],
  ): Promise<ListPage> {
    const { resource, continueToken, signal } = options;
    const isOld = this.served.current(resource).version !== resource.version;
    if (isOld && !continueToken) {
      await this.served.discover(resource, signal);
    }
    const page = await this.inServedVersion(resource, signal, served =>
      this.connection.list({ ...options, resource: served }),
    );
    return { ...page, items: page.items.map(convertRun) };
  }

  async getObject(
    options: Parameters<ClusterConnection['getObject']>[0],
  ): Promise<unknown> {
    const resource = this.served.current(options.resource);
    return convertRun(
      await this.connection.getObject({ ...options, resource }),
    );
  }

  async *watch(
    options: Parameters<ClusterConnection['watch']>[0],
  ): AsyncGenerator<readonly WatchEvent[]> {
    const { resource, signal } = options;
    const { batches, first } = await this.inServedVersion(
      resource,
      signal,
      async served => {
        const iterator = this.connection
          .watch({ ...options, resource: served })
          [Symbol.asyncIterator]();
        return { batches: iterator, first: await iterator.next() };
      },
    );
    try {
      for (let next = first; !next.done; next = await batches.next()) {
        yield next.value.map(convertEvent);
      }
    } finally {
      await batches.return?.();
    }
  }

  podLog(
    options: Parameters<ClusterConnection['podLog']>[0],
  ): AsyncIterable<Buffer> {
    return this.connection.podLog(options);
  }

  renewCredential(): void {
    this.connection.renewCredential();
  }

  /**
   * Tries again in another version if the resource is not there, or not well: a
   * version that is served for old clients may fail by itself.
   */
  private async inServedVersion<T>(
    resource: ApiResource,
    signal: AbortSignal,
    request: (served: ApiResource) => Promise<T>,
  ): Promise<T> {
    const expected = this.served.current(resource);
    try {
      return await request(expected);
    } catch (error) {
      const isMissing = error instanceof ClusterError && error.status === 404;
      if (!isMissing && expected.version === resource.version) {
        throw error;
      }
      const served = await this.served.discover(resource, signal);
      if (served.version === expected.version) {
        throw error;
      }
      return request(served);
    }
  }
}

function convertEvent({ type, object }: WatchEvent): WatchEvent {
  return { type, object: convertRun(object) };
}
