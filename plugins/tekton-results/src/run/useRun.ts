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
import {
  isFinished,
  type RunRef,
} from 'backstage-plugin-tekton-results-common';
import { useCallback, useEffect, useState } from 'react';
import { tektonResultsApiRef } from '../api';
import {
  BUSY_POLL_MS,
  errorStatus,
  QUIET_POLL_MS,
  type LiveState,
  usePageVisible,
  usePolledRequest,
} from '../data';

/** A run and its tasks, kept up to date, and how. */
export function useRun({ cluster, uid }: RunRef) {
  const api = useApi(tektonResultsApiRef);
  const visible = usePageVisible();
  const load = useCallback(
    (signal: AbortSignal) => api.getRun({ cluster, uid }, { signal }),
    [api, cluster, uid],
  );
  const run = usePolledRequest(load, details =>
    details && !isFinished(details.run.status) ? BUSY_POLL_MS : QUIET_POLL_MS,
  );
  const goesOn = run.value !== undefined && !isFinished(run.value.run.status);
  const failingSince = useSince(run.error !== undefined);

  let live: LiveState | undefined;
  if (failingSince !== undefined) {
    live = { kind: 'disconnected', since: failingSince };
  } else if (goesOn) {
    live = visible
      ? { kind: 'checking', everyMs: BUSY_POLL_MS }
      : { kind: 'paused' };
  }
  return {
    ...run,
    /** Absent where nothing more is to come. */
    live,
    notFound: errorStatus(run.error) === 404,
    forbidden: errorStatus(run.error) === 403,
  };
}

/** Since when something is so (ms since 1970); undefined while it is not. */
function useSince(condition: boolean): number | undefined {
  const [since, setSince] = useState<number>();
  useEffect(() => {
    setSince(condition ? Date.now() : undefined);
  }, [condition]);
  return condition ? since : undefined;
}
