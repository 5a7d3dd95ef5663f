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
import type { TaskFailure } from 'backstage-plugin-tekton-results-common';
import { useCallback } from 'react';
import { tektonResultsApiRef } from '../../api';
import { usePolledRequest } from '../../data';
import { readFailureLog, type FailureLog } from '../../failureLog';

/** How soon to ask again for a log that is still being stored. */
const NOT_YET_POLL_MS = 5_000;

/** Looks into the log of the step that failed; undefined until that is done. */
export function useFailureLog(
  cluster: string,
  failure: TaskFailure | undefined,
): FailureLog | undefined {
  const api = useApi(tektonResultsApiRef);
  const { uid, attempt, step } = failure ?? {};
  const load = useCallback(
    async (signal: AbortSignal): Promise<FailureLog> =>
      uid === undefined || attempt === undefined || step === undefined
        ? { lines: [] }
        : readFailureLog(api, { cluster, uid }, { step, attempt }, signal),
    [api, cluster, uid, attempt, step],
  );
  return usePolledRequest(load, log =>
    log?.state === 'notYet' ? NOT_YET_POLL_MS : undefined,
  ).value;
}
