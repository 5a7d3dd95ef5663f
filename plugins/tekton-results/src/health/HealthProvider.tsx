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
import type { CaptureHealth } from 'backstage-plugin-tekton-results-common';
import { createContext, type ReactNode, useCallback, useContext } from 'react';
import { tektonResultsApiRef } from '../api';
import { type PolledRequest, usePolledRequest } from '../data';

const POLL_OK_MS = 60_000;
const POLL_DEGRADED_MS = 15_000;

const HealthContext = createContext<PolledRequest<CaptureHealth>>({
  loading: false,
  stale: false,
  retry: () => {},
});

/** Asks how the capture of runs stands, once for all screens within. */
export function HealthProvider({ children }: { readonly children: ReactNode }) {
  const api = useApi(tektonResultsApiRef);
  const load = useCallback(
    (signal: AbortSignal) => api.getHealth({ signal }),
    [api],
  );
  const health = usePolledRequest(load, value =>
    value?.state === 'ok' ? POLL_OK_MS : POLL_DEGRADED_MS,
  );
  return (
    <HealthContext.Provider value={health}>{children}</HealthContext.Provider>
  );
}

/** How the capture of runs stands, as far as a {@link HealthProvider} knows. */
export function useHealth(): PolledRequest<CaptureHealth> {
  return useContext(HealthContext);
}
