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

import type { CaptureHealth } from 'backstage-plugin-tekton-results-common';

/** How the capture stands as a whole, by as much of it as somebody may know. */
export function healthState({
  clusters,
  configProblems,
  database,
  logStorage,
}: Pick<
  CaptureHealth,
  'clusters' | 'configProblems' | 'database' | 'logStorage'
>): CaptureHealth['state'] {
  const isWell =
    configProblems.length === 0 &&
    database?.state !== 'failing' &&
    logStorage?.state !== 'failing' &&
    clusters.every(
      ({ state, missingRights = [] }) =>
        state !== 'failing' && missingRights.every(right => right.optional),
    );
  return isWell ? 'ok' : 'degraded';
}
