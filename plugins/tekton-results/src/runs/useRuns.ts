import { useApi } from '@backstage/core-plugin-api';
import {
  isFinished,
  type ListRunsResponse,
} from 'backstage-plugin-tekton-results-common';
import { useCallback } from 'react';
import { tektonResultsApiRef } from '../api';
import { BUSY_POLL_MS, QUIET_POLL_MS, usePolledRequest } from '../data';

/** One page of an entity's runs, kept up to date. */
export function useRuns(request: {
  entityRef: string;
  limit: number;
  cursor?: string;
}) {
  const api = useApi(tektonResultsApiRef);
  const { entityRef, limit, cursor } = request;
  const load = useCallback(
    (signal: AbortSignal) =>
      api.listRuns({ entityRef, limit, cursor }, { signal }),
    [api, entityRef, limit, cursor],
  );
  return usePolledRequest(load, pollInterval);
}

function pollInterval(page: ListRunsResponse | undefined): number {
  return page?.items.some(({ status }) => !isFinished(status))
    ? BUSY_POLL_MS
    : QUIET_POLL_MS;
}
