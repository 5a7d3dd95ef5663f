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
const MAX_DELAY_MS = 5 * 60_000;
/** Missing rights, and webhooks that refuse, are mended by people. */
const REFUSED_DELAY_MS = 60_000;

/**
 * After which time a failed write is tried again: a run that cannot be written to
 * (a webhook that refuses, a missing right) must not keep others waiting.
 *
 * @param options - `failures`: in a row, this one included; `random`: at least
 * 0, below 1
 */
export function retryDelayMs(options: {
  error: unknown;
  failures: number;
  random: number;
}): number {
  const { error, failures, random } = options;
  const backOffMs = Math.min(
    FIRST_DELAY_MS * 2 ** Math.min(failures - 1, 16),
    MAX_DELAY_MS,
  );
  const delayMs = isRefusal(error)
    ? Math.max(backOffMs, REFUSED_DELAY_MS)
    : backOffMs;
  const askedMs = error instanceof ClusterError ? error.retryAfterMs ?? 0 : 0;
  return Math.max(Math.round(delayMs * (0.75 + random / 2)), askedMs);
}

function isRefusal(error: unknown): boolean {
  return (
    error instanceof ClusterError &&
    (error.status === 400 || error.status === 403 || error.status === 422)
  );
}
