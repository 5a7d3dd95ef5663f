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
  ListRunsResponse,
  RunSelection,
} from 'backstage-plugin-tekton-results-common';
import { useCallback } from 'react';
import { tektonResultsApiRef } from '../api';
import { usePolledRequest } from '../data';

/** Where the time that a list asks for reaches back further than what is kept. */
export interface KeptSince {
  /** When the oldest run that is kept began. RFC 3339, UTC. */
  readonly oldestStart?: string;
  /** What removes runs that ended before a time (RFC 3339, UTC). */
  readonly removal?: NonNullable<ListRunsResponse['kept']> & {
    readonly before: string;
  };
}

const EVERYTHING: KeptSince = {};

/** Since when runs are kept, as far as the time that is asked for reaches. */
export function useKeptSince(options: {
  readonly entityRef?: string;
  readonly select: (now: number) => RunSelection;
}): KeptSince {
  const { entityRef, select } = options;
  const api = useApi(tektonResultsApiRef);
  const load = useCallback(
    async (signal: AbortSignal): Promise<KeptSince> => {
      const now = Date.now();
      const { from } = select(now);
      if (from === undefined) {
        return EVERYTHING;
      }
      const request = { sort: 'start', limit: 1 } as const;
      const answer = entityRef
        ? await api.listEntityRuns({ ...request, entityRef }, { signal })
        : await api.listRuns(request, { signal });
      return keptSince(answer, { from: Date.parse(from), now });
    },
    [api, entityRef, select],
  );
  const { value, stale } = usePolledRequest(load, () => undefined);
  return (stale ? undefined : value) ?? EVERYTHING;
}

function keptSince(
  { items, kept }: Pick<ListRunsResponse, 'items' | 'kept'>,
  { from, now }: { from: number; now: number },
): KeptSince {
  const oldest = items.at(0);
  const oldestStart = oldest && (oldest.startedAt ?? oldest.createdAt);
  const before = kept && now - kept.forMs;
  return {
    ...(oldestStart && Date.parse(oldestStart) > from && { oldestStart }),
    ...(kept &&
      before !== undefined &&
      before > from && {
        removal: { ...kept, before: new Date(before).toISOString() },
      }),
  };
}
