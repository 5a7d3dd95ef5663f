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

import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { ApiResource, Cluster, ClusterConnection } from '../../cluster';
import type { NamespaceUsage } from '../../store';
import type { NamespacePlace } from '../rules/sweeps';
import { goneNamespaces } from './goneNamespaces';

const NAMESPACES: ApiResource = {
  group: '',
  version: 'v1',
  plural: 'namespaces',
};
const PAGE_SIZE = 500;
const TIMEOUT_MS = 30_000;

/**
 * Asks clusters which namespaces of stored runs they do not have any more. Of a
 * cluster that does not answer, or is not configured, none are gone.
 */
export async function findGoneNamespaces(options: {
  clusters: ReadonlyArray<Pick<Cluster, 'name' | 'connection'>>;
  store: { usage(): Promise<readonly NamespaceUsage[]> };
  logger: LoggerService;
}): Promise<NamespacePlace[]> {
  const { clusters, store, logger } = options;
  const usage = await store.usage();
  const gone: NamespacePlace[] = [];
  for (const { name, connection } of clusters) {
    const stored = usage
      .filter(({ cluster }) => cluster === name)
      .map(({ namespace }) => namespace);
    if (stored.length > 0) {
      try {
        const existing = await listNamespaces(connection);
        gone.push(...goneNamespaces({ cluster: name, stored, existing }));
      } catch (error) {
        logger.warn(
          'A cluster does not tell which namespaces it has, so nothing is removed of those that may be gone',
          { cluster: name, error: toError(error).message },
        );
      }
    }
  }
  return gone;
}

async function listNamespaces(
  connection: Pick<ClusterConnection, 'list'>,
): Promise<string[]> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const names: string[] = [];
  let continueToken: string | undefined;
  do {
    const page = await connection.list({
      resource: NAMESPACES,
      limit: PAGE_SIZE,
      metadataOnly: true,
      continueToken,
      signal,
    });
    names.push(...page.items.map(nameOf));
    continueToken = page.continueToken;
  } while (continueToken);
  return names;
}

/** A name that cannot be read may be any of those that seem to be gone. */
function nameOf(item: unknown): string {
  const { metadata } = item as { metadata?: { name?: unknown } };
  if (typeof metadata?.name !== 'string') {
    throw new Error('The list of namespaces has one without a name');
  }
  return metadata.name;
}
