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

import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import { InputError, NotFoundError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  entityScope,
  type ListRunsRequest,
} from 'backstage-plugin-tekton-results-common';
import type { RunQuery } from '../../store';
import { parseNativeFilter } from './parseNativeFilter';

/**
 * The query that a request stands for. Which runs belong to an entity is decided
 * here, from the entity as the caller may see it.
 *
 * @returns undefined if the entity has no runs by its annotations
 * @throws NotFoundError if there is no such entity for the caller
 */
export async function scopeRunQuery(options: {
  request: ListRunsRequest;
  catalog: CatalogService;
  credentials: BackstageCredentials;
}): Promise<RunQuery | undefined> {
  const { request, catalog, credentials } = options;
  const query: RunQuery = {
    clusters: request.cluster === undefined ? undefined : [request.cluster],
    namespaces:
      request.namespace === undefined ? undefined : [request.namespace],
    kinds: request.kinds,
    statuses: request.statuses,
    includeOwned: request.includeOwned,
    filter:
      request.filter === undefined
        ? undefined
        : parseNativeFilter(request.filter, 'records'),
  };
  if (request.entityRef === undefined) {
    return query;
  }

  const entity = await catalog.getEntityByRef(
    checkedEntityRef(request.entityRef),
    { credentials },
  );
  if (!entity) {
    throw new NotFoundError(`There is no entity '${request.entityRef}'`);
  }
  const mapping = entityScope(entity);
  if (mapping.kind === 'invalid') {
    throw new InputError(
      `Annotation ${mapping.annotation} of ${request.entityRef}: ${mapping.problem}`,
    );
  }
  if (mapping.kind === 'notMapped') {
    return undefined;
  }
  const { labels, cluster, namespace } = mapping.scope;
  return {
    ...query,
    clusters: both(query.clusters, cluster),
    namespaces: both(query.namespaces, namespace),
    labels,
  };
}

function checkedEntityRef(entityRef: string): string {
  try {
    parseEntityRef(entityRef);
    return entityRef;
  } catch {
    throw new InputError(
      `Parameter 'entityRef': '${entityRef}' is not an entity reference such as 'component:default/checkout'`,
    );
  }
}

/** What the request and the entity both allow. */
function both(
  requested: readonly string[] | undefined,
  ofEntity: string | undefined,
): readonly string[] | undefined {
  if (ofEntity === undefined) {
    return requested;
  }
  return requested ? requested.filter(value => value === ofEntity) : [ofEntity];
}
