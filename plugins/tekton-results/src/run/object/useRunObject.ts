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
import type { RunRef } from 'backstage-plugin-tekton-results-common';
import { useCallback } from 'react';
import { tektonResultsApiRef } from '../../api';
import { usePolledRequest, type PolledRequest } from '../../data';
import type { JsonObject } from './json';

/** It changes only with its version. */
const never = () => undefined;

/**
 * The Kubernetes object of a run, if there is one; asked for again whenever its
 * version is another.
 */
export function useRunObject(
  ref: RunRef | undefined,
  version: string | undefined,
): PolledRequest<JsonObject | undefined> {
  const api = useApi(tektonResultsApiRef);
  const { cluster, uid } = ref ?? {};
  const load = useCallback(
    async (signal: AbortSignal) =>
      cluster === undefined || uid === undefined
        ? undefined
        : api.getRunObject({ cluster, uid }, { signal }),
    // The version is not sent, but with another one the answer is another.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [api, cluster, uid, version],
  );
  return usePolledRequest(load, never);
}
