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
  type EntityRunCard,
  isFinished,
} from 'backstage-plugin-tekton-results-common';
import { useCallback } from 'react';
import { tektonResultsApiRef } from '../api';
import { usePolledRequest } from '../data';

const POLL_BUSY_MS = 15_000;
const POLL_QUIET_MS = 60_000;

/** What the card of an entity shows, kept up to date. */
export function useEntityCard(options: {
  readonly entityRef: string;
  /** Absent: of all branches. */
  readonly branch?: string;
}) {
  const { entityRef, branch } = options;
  const api = useApi(tektonResultsApiRef);
  const load = useCallback(
    (signal: AbortSignal) =>
      api.getEntityCard({ entityRef, branch }, { signal }),
    [api, entityRef, branch],
  );
  return usePolledRequest(load, pollInterval);
}

function pollInterval(card: EntityRunCard | undefined): number {
  return card?.runs.some(({ status }) => !isFinished(status))
    ? POLL_BUSY_MS
    : POLL_QUIET_MS;
}
