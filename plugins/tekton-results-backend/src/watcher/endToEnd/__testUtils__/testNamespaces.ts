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

import { randomUUID } from 'crypto';
import { z } from 'zod';
import type { Cluster, ClusterConnection } from '../../../cluster';
import type { ApiClient } from './ApiClient';

/** All namespaces of the tests, as `archive.namespaces.include` names them. */
export const TEST_NAMESPACES = 'results-test-*';

const PREFIX = TEST_NAMESPACES.slice(0, -1);

/** Makes a namespace that nobody else uses. */
export async function createTestNamespace(api: ApiClient): Promise<string> {
  const name = `${PREFIX}${randomUUID().slice(0, 8)}`;
  await api.create('/api/v1/namespaces', name, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name },
  });
  return name;
}

const placedSchema = z.object({
  metadata: z.object({ namespace: z.string().min(1) }),
});

/** Bookmarks are nowhere, and none of anybody's runs. */
function isElsewhere(object: unknown): boolean {
  const placed = placedSchema.safeParse(object);
  return placed.success && !placed.data.metadata.namespace.startsWith(PREFIX);
}

/**
 * A cluster of which nothing is seen but the namespaces of the tests. The policy of
 * the archive is not enough: runs with a finalizer of ours are always stored and
 * released, and on a real cluster these may be the runs of somebody else's watcher.
 */
export function confinedToTests(cluster: Cluster): Cluster {
  const { connection } = cluster;
  const confined: ClusterConnection = {
    async list(options) {
      const page = await connection.list(options);
      return { ...page, items: page.items.filter(item => !isElsewhere(item)) };
    },
    getObject: options => connection.getObject(options),
    async *watch(options) {
      for await (const batch of connection.watch(options)) {
        yield batch.filter(({ object }) => !isElsewhere(object));
      }
    },
    podLog: options => connection.podLog(options),
    renewCredential: () => connection.renewCredential(),
  };
  return { ...cluster, connection: confined };
}
