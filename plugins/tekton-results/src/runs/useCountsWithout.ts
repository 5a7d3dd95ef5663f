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
import type { RunTotal } from 'backstage-plugin-tekton-results-common';
import { useCallback } from 'react';
import { tektonResultsApiRef } from '../api';
import { usePolledRequest } from '../data';
import {
  filterParts,
  partKey,
  type RunFilter,
  toSelection,
  withoutPart,
} from '../filters';

/** More conditions than this are not counted one by one. */
const MAX_PARTS = 8;

/** How many runs there would be without each condition of a filter, by its key. */
export function useCountsWithout(options: {
  readonly entityRef?: string;
  readonly filter: RunFilter;
}) {
  const { entityRef, filter } = options;
  const api = useApi(tektonResultsApiRef);
  const load = useCallback(
    async (signal: AbortSignal): Promise<ReadonlyMap<string, RunTotal>> => {
      const count = async (without: RunFilter) => {
        const request = { ...toSelection(without, Date.now()), limit: 1 };
        const { total } = entityRef
          ? await api.listEntityRuns({ ...request, entityRef }, { signal })
          : await api.listRuns(request, { signal });
        return total;
      };
      return new Map(
        await Promise.all(
          filterParts(filter)
            .slice(0, MAX_PARTS)
            .map(
              async part =>
                [
                  partKey(part),
                  await count(withoutPart(filter, part)),
                ] as const,
            ),
        ),
      );
    },
    [api, entityRef, filter],
  );
  return usePolledRequest(load, () => undefined);
}
