import { useCallback } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import {
  isFinished,
  type RunDetails,
  type RunRef,
} from 'backstage-plugin-tekton-results-common';
import { tektonResultsApiRef } from '../api';
import { IDLE_POLL_MS, LIVE_POLL_MS } from './pollIntervals';
import { useLiveQuery, type LiveQuery } from './useLiveQuery';

/**
 * Time to the next look at a run. A finished one that is in its cluster is still
 * looked at now and then, as it will be gone one day; after that nothing changes.
 */
function intervalMs(details: RunDetails | undefined): number | undefined {
  if (!details) {
    return IDLE_POLL_MS;
  }
  if (!isFinished(details.run.status)) {
    return LIVE_POLL_MS;
  }
  return details.run.goneAt ? undefined : IDLE_POLL_MS;
}

/** A run with its tasks, kept up to date until it does not change any more. */
export function useRun({ cluster, uid }: RunRef): LiveQuery<RunDetails> {
  const api = useApi(tektonResultsApiRef);
  const load = useCallback(
    (signal: AbortSignal) => api.getRun({ cluster, uid }, { signal }),
    [api, cluster, uid],
  );
  return useLiveQuery(load, intervalMs);
}
