import { useCallback } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import type { JsonObject } from '@backstage/types';
import type { RunRef } from 'backstage-plugin-tekton-results-common';
import { tektonResultsApiRef } from '../api';
import { useLiveQuery, type LiveQuery } from './useLiveQuery';

const never = () => undefined;

/**
 * The Kubernetes object of a run as stored.
 *
 * @param storedAt - When what is stored last changed: the object, which may be
 *   large, is fetched anew only then.
 */
export function useRunObject(
  { cluster, uid }: RunRef,
  storedAt: string,
): LiveQuery<JsonObject> {
  const api = useApi(tektonResultsApiRef);
  const load = useCallback(
    (signal: AbortSignal) => api.getRunObject({ cluster, uid }, { signal }),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- see storedAt
    [api, cluster, uid, storedAt],
  );
  return useLiveQuery(load, never);
}
