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
  type RunSummary,
} from 'backstage-plugin-tekton-results-common';
import { useCallback } from 'react';
import { tektonResultsApiRef } from '../../api';
import { QUIET_POLL_MS, usePolledRequest } from '../../data';

const whileItGoesOn = (parent: RunSummary | undefined) =>
  parent && !isFinished(parent.status) ? QUIET_POLL_MS : undefined;

/**
 * The PipelineRun that a run belongs to; undefined if there is none that the user
 * may see, and until that is known.
 */
export function useParentRun(
  run: RunSummary | undefined,
): RunSummary | undefined {
  const api = useApi(tektonResultsApiRef);
  const { cluster, namespace, ownerUid } = run ?? {};
  const load = useCallback(
    async (signal: AbortSignal) => {
      if (ownerUid === undefined) {
        return undefined;
      }
      // Clients may name any owner; one in another namespace is none.
      const { items } = await api.findRuns(
        { cluster, namespace, uid: ownerUid },
        { signal },
      );
      return items.at(0);
    },
    [api, cluster, namespace, ownerUid],
  );
  return usePolledRequest<RunSummary | undefined>(load, whileItGoesOn).value;
}
