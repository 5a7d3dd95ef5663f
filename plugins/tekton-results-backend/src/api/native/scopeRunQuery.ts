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
import {
  stringifyEntityRef,
  type CompoundEntityRef,
} from '@backstage/catalog-model';
import { InputError, NotFoundError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  entityScope,
  RUN_FIELDS,
  type LabelRequirement,
  type RunScope,
} from 'backstage-plugin-tekton-results-common';
import { FilterError, parseFilter, type Filter } from '../../filter';
import { isAttributeKey, type RunQuery } from '../../store';
import { parseNativeFilter } from './parseNativeFilter';
import type { SelectionRequest } from './requests';

/** Texts that are no part of a reference, but would change the path of a request. */
const NO_REF_PART = /^\.{1,2}$|[\p{Cc}/]/u;

/** Which runs belong to an entity. */
export interface EntityRunScope extends RunScope {
  /** `condition`, read. */
  readonly conditionFilter: Filter;
}

/**
 * Which runs belong to an entity, from the entity as the caller may see it.
 *
 * @returns undefined if nothing about the entity says so
 * @throws NotFoundError if there is no such entity for the caller
 * @throws InputError if an annotation of it cannot be read
 */
export async function readEntityScope(options: {
  ref: CompoundEntityRef;
  catalog: CatalogService;
  credentials: BackstageCredentials;
}): Promise<EntityRunScope | undefined> {
  const { ref, catalog, credentials } = options;
  const { kind, namespace, name } = ref;
  const entity = [kind, namespace, name].some(part => NO_REF_PART.test(part))
    ? undefined
    : await catalog.getEntityByRef(ref, { credentials });
  if (!entity) {
    throw new NotFoundError(`There is no entity '${stringifyEntityRef(ref)}'`);
  }
  const mapping = entityScope(entity);
  switch (mapping.kind) {
    case 'mapped':
      return {
        ...mapping.scope,
        conditionFilter: parseCondition(mapping.scope),
      };
    case 'invalid':
      throw unreadable(mapping.annotation, mapping.problem);
    default:
      return undefined;
  }
}

/**
 * The query that a request is about.
 *
 * @param scope - Narrows it to the runs of an entity; null: it has none
 * @throws InputError that names the parameter
 */
export function runQuery(
  request: SelectionRequest,
  scope?: EntityRunScope | null,
): RunQuery {
  const query: RunQuery = {
    clusters: request.cluster,
    namespaces: request.namespace,
    kinds: request.kind,
    statuses: request.status,
    includeOwned: request.includeOwned,
    labels: labelRequirements(request.label),
    fields: Object.fromEntries(
      RUN_FIELDS.flatMap(field =>
        request[field] ? [[field, request[field]]] : [],
      ),
    ),
    startedFrom: request.from,
    startedBefore: request.to,
    minDurationMs: request.minDurationMs,
    maxDurationMs: request.maxDurationMs,
    search: request.search,
    filter:
      request.filter === undefined
        ? undefined
        : parseNativeFilter(request.filter, 'records'),
  };
  if (scope === null) {
    return { ...query, clusters: [] };
  }
  return scope ? scopeRunQuery(query, scope) : query;
}

/** Of the same key, any of the values. */
function labelRequirements(
  pairs: SelectionRequest['label'],
): LabelRequirement[] | undefined {
  const values = new Map<string, string[]>();
  for (const { key, value } of pairs ?? []) {
    if (!isAttributeKey('label', key)) {
      throw new InputError(
        `Parameter 'label': runs are not found by the label '${key}'; use a filter`,
      );
    }
    values.set(key, [...(values.get(key) ?? []), value]);
  }
  return (
    pairs &&
    Array.from(values, ([key, some]) => ({
      key,
      operator: 'in',
      values: some,
    }))
  );
}

function scopeRunQuery(query: RunQuery, scope: EntityRunScope): RunQuery {
  const { cluster, namespace, labels, conditionFilter } = scope;
  const narrowed = {
    ...query,
    clusters: both(query.clusters, cluster),
    namespaces: both(query.namespaces, namespace),
  };
  // Some labels are found by filters only.
  return labels?.every(({ key }) => isAttributeKey('label', key))
    ? { ...narrowed, labels: [...labels, ...(query.labels ?? [])] }
    : { ...narrowed, filter: joined(conditionFilter, query.filter) };
}

function parseCondition({ rule, condition }: RunScope): Filter {
  try {
    const filter = parseFilter(condition, 'records');
    if (filter) {
      return filter;
    }
  } catch (error) {
    if (error instanceof FilterError) {
      throw unreadable(rule, error.message);
    }
    throw error;
  }
  throw unreadable(rule, 'it says nothing');
}

function unreadable(annotation: string, problem: string): InputError {
  return new InputError(`Annotation ${annotation} of the entity: ${problem}`);
}

/** What two filters both match; their texts together may be longer than one may be. */
function joined(first: Filter, second: Filter | undefined): Filter {
  if (!second) {
    return first;
  }
  return {
    text: `(${first.text}\n) && (${second.text}\n)`,
    subject: first.subject,
    expression: {
      kind: 'and',
      operands: [first, second].flatMap(({ expression }) =>
        expression.kind === 'and' ? expression.operands : [expression],
      ),
      range: first.expression.range,
    },
  };
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
