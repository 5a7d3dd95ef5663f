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

import type { LogCause, RunLog } from 'backstage-plugin-tekton-results-common';
import { logKey, type FoundInLogs } from './searchResult';

/** Nothing is missed where there never was a log. */
const NOTHING_WRITTEN: readonly LogCause[] = [
  'stepNeverStarted',
  'cancelledBeforeOutput',
  'customRun',
];

/**
 * Of the logs that something was looked for in, those that were not looked through,
 * or not to their end.
 */
export function notSearched<T extends { readonly log: RunLog }>(
  asked: readonly T[],
  found: FoundInLogs,
): T[] {
  return asked.filter(({ log: { run, attempt, container, cause } }) => {
    if (cause && NOTHING_WRITTEN.includes(cause)) {
      return false;
    }
    const key = run && container && { uid: run.uid, attempt, container };
    return !(key && found.logs.get(logKey(key))?.complete);
  });
}
