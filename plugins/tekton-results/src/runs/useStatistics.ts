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
  RunSelection,
} from 'backstage-plugin-tekton-results-common';
import { useCallback, useMemo } from 'react';
import { tektonResultsApiRef } from '../api';
import { usePolledRequest } from '../data';

const DAY_MS = 86_400_000;
const USUAL_DAYS = 30;

/** What runs are usually like, over so many days. */
function lastDays(now: number): RunSelection {
  const day = Math.floor(now / DAY_MS) * DAY_MS;
  return { from: new Date(day - USUAL_DAYS * DAY_MS).toISOString() };
}

/** What the selected runs add up to; nothing if that is not known. */
export function useStatistics(options: {
  readonly entityRef?: string;
  /** Must stay the same function. */
  readonly select: (now: number) => RunSelection;
  /** How often to count anew; once only if absent. */
  readonly everyMs?: number;
}) {
  const { entityRef, select, everyMs } = options;
  const api = useApi(tektonResultsApiRef);
  const load = useCallback(
    (signal: AbortSignal) =>
      api.getStatistics({ ...select(Date.now()), entityRef }, { signal }),
    [api, entityRef, select],
  );
  return usePolledRequest(load, () => everyMs);
}

/** How long runs of each pipeline take that succeed, of the last 30 days. */
export function useUsualDurations(options: {
  readonly entityRef?: string;
}): ReadonlyMap<string, DurationStatistics> {
  const { value } = useStatistics({ ...options, select: lastDays });
  return useMemo(
    () =>
      new Map(
        value?.pipelines.flatMap(({ pipeline, durations }) =>
          durations ? [[pipeline, durations] as const] : [],
        ),
      ),
    [value],
  );
}
