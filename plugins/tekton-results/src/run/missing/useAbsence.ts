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
  RunAbsence,
  RunRef,
} from 'backstage-plugin-tekton-results-common';
import { useCallback } from 'react';
import { tektonResultsApiRef } from '../../api';
import { usePolledRequest } from '../../data';

const never = () => undefined;

/** What may be the cause that a run is not here. */
export function useAbsence({ cluster, uid }: RunRef): {
  readonly loading: boolean;
  readonly absence?: RunAbsence;
} {
  const api = useApi(tektonResultsApiRef);
  const load = useCallback(
    (signal: AbortSignal) => api.findRuns({ cluster, uid }, { signal }),
    [api, cluster, uid],
  );
  const { loading, value } = usePolledRequest(load, never);
  return { loading, absence: value?.absence };
}
