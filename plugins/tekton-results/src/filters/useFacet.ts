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

import { useApi } from '@backstage/core-plugin-api';
import type {
  RunFacet,
  RunFacetName,
} from 'backstage-plugin-tekton-results-common';
import { useCallback } from 'react';
import { tektonResultsApiRef } from '../api';
import { useDelayed, usePolledRequest } from '../data';
import type { RunFilter } from './RunFilter';
import { toSelection } from './toSelection';

const TYPING_MS = 250;

/** What values are counted of. */
export interface FacetRequest {
  /** Absent: of all runs that the user may see. */
  readonly entityRef?: string;
  readonly filter: RunFilter;
  readonly name: RunFacetName;
  /** Only values that contain this. */
  readonly contains?: string;
}

/** The values of a facet under the current filter, most frequent first. */
export function useFacet({
  entityRef,
  filter,
  name,
  contains = '',
}: FacetRequest) {
  const api = useApi(tektonResultsApiRef);
  const text = useDelayed(contains.trim(), TYPING_MS);
  const load = useCallback(
    async (signal: AbortSignal): Promise<RunFacet | undefined> => {
      const { facets } = await api.listFacets(
        {
          ...toSelection(filter, Date.now()),
          entityRef,
          facets: [name],
          contains: text || undefined,
        },
        { signal },
      );
      return facets[0];
    },
    [api, entityRef, filter, name, text],
  );
  return usePolledRequest(load, () => undefined);
}
