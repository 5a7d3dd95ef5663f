import { useCallback } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import type { CaptureHealth } from 'backstage-plugin-tekton-results-common';
import { tektonResultsApiRef } from '../api';
import { IDLE_POLL_MS, LIVE_POLL_MS } from './pollIntervals';
import { useLiveQuery, type LiveQuery } from './useLiveQuery';

/** Sooner while a cluster starts: that lasts for seconds. */
function intervalMs(health: CaptureHealth | undefined): number {
  return health?.clusters.some(({ state }) => state === 'starting')
    ? LIVE_POLL_MS
    : IDLE_POLL_MS;
}

/** How the capture of runs stands, kept up to date. */
export function useCaptureHealth(): LiveQuery<CaptureHealth> {
  const api = useApi(tektonResultsApiRef);
  const load = useCallback(
    (signal: AbortSignal) => api.getHealth({ signal }),
    [api],
  );
  return useLiveQuery(load, intervalMs);
}
