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

import type { StepLog } from '../../store';
import { hasLines } from './decideOnLog';

/**
 * What of a run's logs was lost; undefined if nothing was.
 *
 * @param logs - All of the run, in their last states
 */
export function describeLoss(logs: readonly StepLog[]): string | undefined {
  const lost = logs.filter(
    ({ state, cause }) =>
      (state === 'partial' || state === 'neverCaptured') &&
      (cause === 'podGone' || cause === 'failed' || cause === 'rotated'),
  );
  if (lost.length === 0) {
    return undefined;
  }
  return lost
    .map(
      log =>
        `step ${log.step}${
          log.attempt > 1 ? ` (attempt ${log.attempt})` : ''
        }: ${log.reason ?? (hasLines(log) ? 'not all of it' : 'none of it')}`,
    )
    .join('; ');
}
