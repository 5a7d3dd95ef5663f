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
  DurationStatistics,
  RunSummary,
} from 'backstage-plugin-tekton-results-common';
import { useCallback } from 'react';
import { tektonResultsApiRef } from '../../api';
import { usePolledRequest } from '../../data';

const never = () => undefined;

/**
 * How long the runs of a run's pipeline take that succeed; undefined while that is
 * not known, as for runs without a pipeline.
 */
export function useUsualDuration(
  run: RunSummary,
): DurationStatistics | undefined {
  const api = useApi(tektonResultsApiRef);
  const { cluster, namespace, pipeline, kind } = run;
  const load = useCallback(
    async (signal: AbortSignal) =>
      pipeline === undefined || kind !== 'PipelineRun'
        ? undefined
        : api.getStatistics(
            { cluster, namespace, pipeline: [pipeline], kinds: [kind] },
            { signal },
          ),
    [api, cluster, namespace, pipeline, kind],
  );
  return usePolledRequest(load, never).value?.durations;
}
