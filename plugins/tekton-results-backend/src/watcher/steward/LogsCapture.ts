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

import type { StewardedRun } from '../../store';

/** How the logs of a run stand. */
export type LogsState =
  /** All are stored, or none are captured at all. */
  | { readonly done: true; readonly givenUp?: undefined }
  /** They will not be stored, and why. */
  | { readonly done: true; readonly givenUp: string }
  | { readonly done: false; readonly reason: string };

/** Keeps the logs of runs. */
export interface LogsCapture {
  /**
   * Tells whether the logs of a run are in, of which nothing new will come. Asked
   * when it is over, and before its finalizer is released; asking again is cheap
   * and does no harm.
   * Never rejects, but for the signal.
   */
  ensureCaptured(
    run: StewardedRun,
    options: { signal: AbortSignal },
  ): Promise<LogsState>;
}

/** Captures no logs: those of every run are in. */
export const noLogsCapture: LogsCapture = {
  ensureCaptured: async () => ({ done: true }),
};
