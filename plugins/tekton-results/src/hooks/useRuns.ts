import { useCallback } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import {
  isFinished,
  type ListRunsResponse,
} from 'backstage-plugin-tekton-results-common';
import { tektonResultsApiRef } from '../api';
import { IDLE_POLL_MS, LIVE_POLL_MS } from './pollIntervals';
import { useLiveQuery, type LiveQuery } from './useLiveQuery';

/** Time to the next look at a page of runs. */
function intervalMs(page: ListRunsResponse | undefined): number {
  return page?.items.some(({ status }) => !isFinished(status))
    ? LIVE_POLL_MS
    : IDLE_POLL_MS;
}

/** One page of the runs of an entity, kept up to date. */
export function useRuns(options: {
  entityRef: string;
  limit: number;
  cursor?: string;
}): LiveQuery<ListRunsResponse> {
  const { entityRef, limit, cursor } = options;
  const api = useApi(tektonResultsApiRef);
  const load = useCallback(
    (signal: AbortSignal) =>
      api.listRuns({ entityRef, limit, cursor }, { signal }),
    [api, entityRef, limit, cursor],
  );
  return useLiveQuery(load, intervalMs);
}
