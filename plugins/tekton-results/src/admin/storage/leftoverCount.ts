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

import type { LogOrphans } from 'backstage-plugin-tekton-results-common';

/** What clearing up would remove, and mark as lost. */
export interface LeftoverCount {
  readonly objects: number;
  readonly bytes: number;
  readonly logs: number;
}

/** How much all drivers together have that does not belong together. */
export function leftoverCount(drivers: readonly LogOrphans[]): LeftoverCount {
  return drivers.reduce<LeftoverCount>(
    (sum, { bytesWithoutLog, logsWithoutBytes }) => ({
      objects: sum.objects + bytesWithoutLog.objects,
      bytes: sum.bytes + bytesWithoutLog.bytes,
      logs: sum.logs + logsWithoutBytes.logs,
    }),
    { objects: 0, bytes: 0, logs: 0 },
  );
}
