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
  ListFacetsResponse,
  RunFacet,
  RunFacetName,
  RunStatisticsResponse,
} from 'backstage-plugin-tekton-results-common';
import type { IRouter } from 'express';
import type { z } from 'zod';
import type { NativeContext } from './NativeContext';
import {
  facetsRequest,
  selectionRequest,
  type SelectionRequest,
} from './requests';
import { runStatistics } from './runStatistics';
import { addScopedRoute, type ScopedRequest } from './scopedRoutes';

const LABEL_VALUES = 'label:';

/** What runs add up to. */
export function addAggregateRoutes(
  router: IRouter,
  context: NativeContext,
): void {
  addScopedRoute(router, context, {
    name: 'facets',
    schema: facetsRequest,
    answer: request => listFacets(context, request),
  });
  addScopedRoute(router, context, {
    name: 'statistics',
    schema: selectionRequest,
    answer: async ({
      request,
      select,
      limited,
    }): Promise<RunStatisticsResponse> => {
      const query = select(request);
      const counts = await limited(query, () =>
        context.runAggregates.statistics(query),
      );
      return { ...runStatistics(counts), pipelines: counts.pipelines };
    },
  });
}

/**
 * Counts together what is selected alike. A facet that the selection narrows shows
 * what else could be chosen, and so is counted without that.
 */
async function listFacets(
  { runAggregates }: NativeContext,
  { request, select, limited }: ScopedRequest<z.infer<typeof facetsRequest>>,
): Promise<ListFacetsResponse> {
  const { facet: names, contains, limit, ...selection } = request;
  const narrowed = names.filter(name => narrows(selection, name));
  const groups = [
    {
      facets: names.filter(name => !narrowed.includes(name)),
      selected: selection,
    },
    ...narrowed.map(name => ({
      facets: [name],
      selected: without(selection, name),
    })),
  ].filter(({ facets }) => facets.length > 0);
  const query = select(selection);
  const counted = await limited(query, async () => {
    const all: RunFacet[] = [];
    for (const { facets, selected } of groups) {
      all.push(
        ...(await runAggregates.facets({
          query: select(selected),
          facets,
          contains,
          limit,
        })),
      );
    }
    return all;
  });
  return {
    facets: [...new Set(names)].flatMap(name =>
      counted.filter(facet => facet.name === name).slice(0, 1),
    ),
  };
}

function narrows(selection: SelectionRequest, name: RunFacetName): boolean {
  if (name.startsWith(LABEL_VALUES)) {
    return selection.label?.some(({ key }) => isOf(name, key)) ?? false;
  }
  return (
    name !== 'label' && selection[name as keyof SelectionRequest] !== undefined
  );
}

function without(
  selection: SelectionRequest,
  name: RunFacetName,
): SelectionRequest {
  return name.startsWith(LABEL_VALUES)
    ? {
        ...selection,
        label: selection.label?.filter(({ key }) => !isOf(name, key)),
      }
    : { ...selection, [name]: undefined };
}

function isOf(name: RunFacetName, key: string): boolean {
  return name.slice(LABEL_VALUES.length) === key;
}
