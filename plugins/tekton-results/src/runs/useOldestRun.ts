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
import type { RunSelection } from 'backstage-plugin-tekton-results-common';
import { useCallback } from 'react';
import { tektonResultsApiRef } from '../api';
import { usePolledRequest } from '../data';

/**
 * When the oldest run that is kept began (RFC 3339, UTC), if the time that is asked
 * for reaches back further than that.
 */
export function useOldestRun(options: {
  readonly entityRef?: string;
  readonly select: (now: number) => RunSelection;
}): string | undefined {
  const { entityRef, select } = options;
  const api = useApi(tektonResultsApiRef);
  const load = useCallback(
    async (signal: AbortSignal): Promise<string | undefined> => {
      const { from } = select(Date.now());
      if (from === undefined) {
        return undefined;
      }
      const request = { sort: 'start', limit: 1 } as const;
      const { items } = entityRef
        ? await api.listEntityRuns({ ...request, entityRef }, { signal })
        : await api.listRuns(request, { signal });
      const oldest = items.at(0);
      const since = oldest && (oldest.startedAt ?? oldest.createdAt);
      return since && Date.parse(since) > Date.parse(from) ? since : undefined;
    },
    [api, entityRef, select],
  );
  const { value, stale } = usePolledRequest(load, () => undefined);
  return stale ? undefined : value;
}
