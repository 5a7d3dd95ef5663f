import { useApi } from '@backstage/core-plugin-api';
import { useCallback } from 'react';
import { tektonResultsApiRef } from '../api';
import { QUIET_POLL_MS, usePolledRequest } from '../data';

/** How the capture of runs stands. */
export function useHealth() {
  const api = useApi(tektonResultsApiRef);
  const load = useCallback(
    (signal: AbortSignal) => api.getHealth({ signal }),
    [api],
  );
  return usePolledRequest(load, () => QUIET_POLL_MS);
}
