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
  ListRunLogsResponse,
  RunRef,
} from 'backstage-plugin-tekton-results-common';
import { useCallback } from 'react';
import { tektonResultsApiRef } from '../../api';
import { BUSY_POLL_MS, usePolledRequest } from '../../data';

/** The logs of a run, asked for again while one of them is still to come. */
export function useRunLogs({ cluster, uid }: RunRef, finished: boolean) {
  const api = useApi(tektonResultsApiRef);
  const load = useCallback(
    (signal: AbortSignal) => api.listRunLogs({ cluster, uid }, { signal }),
    [api, cluster, uid],
  );
  return usePolledRequest(load, logs =>
    isUnsettled(logs) || !finished ? BUSY_POLL_MS : undefined,
  );
}

function isUnsettled(logs: ListRunLogsResponse | undefined): boolean {
  return (
    logs?.items.some(
      ({ state, live }) => live || state === 'streaming' || state === 'notYet',
    ) ?? false
  );
}
