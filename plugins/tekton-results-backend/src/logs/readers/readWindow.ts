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

import type { ReadRun } from './LogReader';

/** Clocks of nodes differ by a little. */
const EARLIER_MS = 60_000;

/** From when to when a run may have written logs (ms since 1970, UTC). */
export interface ReadWindow {
  readonly from: number;
  readonly to: number;
}

/**
 * When to look for the logs of a run: from its start until those who forward logs
 * have delivered the last.
 *
 * @returns undefined if it has not started
 */
export function readWindow(
  run: ReadRun,
  options: { forwarderDelayMs: number; now: number },
): ReadWindow | undefined {
  if (run.startedAt === undefined) {
    return undefined;
  }
  return {
    from: run.startedAt - EARLIER_MS,
    to: Math.max(
      (run.completedAt ?? options.now) + options.forwarderDelayMs,
      run.startedAt,
    ),
  };
}
