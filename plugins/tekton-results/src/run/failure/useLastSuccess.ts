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
  RunStatus,
  RunSummary,
} from 'backstage-plugin-tekton-results-common';
import { useCallback } from 'react';
import { tektonResultsApiRef } from '../../api';
import { usePolledRequest } from '../../data';

const SUCCEEDED: readonly RunStatus[] = ['succeeded', 'completed'];

const never = () => undefined;

/**
 * The newest run of the same pipeline, or task, that succeeded before a run, on the
 * same branch where that is known. Undefined if there is none, and until it is found.
 */
export function useLastSuccess(run: RunSummary): RunSummary | undefined {
  const api = useApi(tektonResultsApiRef);
  const { cluster, namespace, kind, pipeline, task, startedAt, createdAt } =
    run;
  const { branch } = run.source;
  const load = useCallback(
    async (signal: AbortSignal) => {
      const name = pipeline ?? task;
      if (name === undefined) {
        return undefined;
      }
      const { items } = await api.listRuns(
        {
          cluster,
          namespace,
          kinds: [kind],
          [pipeline === undefined ? 'task' : 'pipeline']: [name],
          ...(branch && { branch: [branch] }),
          statuses: SUCCEEDED,
          to: startedAt ?? createdAt,
          sort: '-start',
          limit: 1,
        },
        { signal },
      );
      return items.at(0);
    },
    [
      api,
      cluster,
      namespace,
      kind,
      pipeline,
      task,
      branch,
      startedAt,
      createdAt,
    ],
  );
  return usePolledRequest(load, never).value;
}
