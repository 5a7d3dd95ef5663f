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

import { ClusterError } from '../../cluster';

const FIRST_DELAY_MS = 1_000;
const MAX_DELAY_MS = 60_000;
/** A missing right is granted by people, and all runs wait for it at once. */
const FIRST_DENIED_DELAY_MS = 60_000;
const MAX_DENIED_DELAY_MS = 30 * 60_000;

/**
 * After which time logs that could not be read or stored are tried again.
 *
 * @param options - `failures`: in a row, this one included; `random`: at least
 * 0, below 1
 */
export function captureDelayMs(options: {
  error: unknown;
  failures: number;
  random: number;
}): number {
  const { error, failures, random } = options;
  const [firstMs, maxMs] = isForbidden(error)
    ? [FIRST_DENIED_DELAY_MS, MAX_DENIED_DELAY_MS]
    : [FIRST_DELAY_MS, MAX_DELAY_MS];
  const delayMs = Math.min(firstMs * 2 ** Math.min(failures - 1, 16), maxMs);
  const askedMs = error instanceof ClusterError ? error.retryAfterMs ?? 0 : 0;
  return Math.max(Math.round(delayMs * (0.75 + random / 2)), askedMs);
}

const FIRST_ENDING_DELAY_MS = 2_000;
const MAX_ENDING_DELAY_MS = 5 * 60_000;

/**
 * After which time a log is looked at again whose run is over, but which had not
 * ended when it was read.
 *
 * @param reads - How often it was read since the run was over, from 1
 */
export function endingDelayMs(reads: number): number {
  return Math.min(
    FIRST_ENDING_DELAY_MS * 2 ** Math.min(reads - 1, 16),
    MAX_ENDING_DELAY_MS,
  );
}

/** Whether the cluster does not let us read logs. */
export function isForbidden(error: unknown): boolean {
  return error instanceof ClusterError && error.code === 'forbidden';
}
