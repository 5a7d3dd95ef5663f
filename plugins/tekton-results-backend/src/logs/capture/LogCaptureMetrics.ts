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

import type { CaptureProblemCode } from 'backstage-plugin-tekton-results-common';
import type { LogOutcome } from './decideOnLog';

/** What the capture of a cluster's logs counts and measures. */
export interface LogCaptureMetrics {
  /** Text was stored. */
  stored(bytes: number): void;
  /**
   * A log got its last state.
   *
   * @param latencyMs - since the step ended; absent if it is not known
   */
  settled(outcome: LogOutcome, latencyMs?: number): void;
  /** Reading or storing a log failed. */
  failed(code: CaptureProblemCode): void;
  /** How many TaskRuns wait for their logs to be read. */
  queued(runs: number): void;
}

/** Counts nothing. */
export const noLogCaptureMetrics: LogCaptureMetrics = {
  stored: () => {},
  settled: () => {},
  failed: () => {},
  queued: () => {},
};
