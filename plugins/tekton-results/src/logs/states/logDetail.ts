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

import {
  logReason,
  type LogCause,
  type RunLog,
} from 'backstage-plugin-tekton-results-common';

/** Of these there is no more to say than what they are. */
const SAY_ALL: readonly LogCause[] = [
  'bytesMissing',
  'captureOff',
  'customRun',
  'runMissing',
  'tooLong',
];

/**
 * What the server knows of how a log stands beyond its state and cause, for which
 * there are texts; in English, as those who run it wrote it.
 */
export function logDetail(log: RunLog): string | undefined {
  const { state, cause, reason } = log;
  const isSaid =
    state === 'notYet' ||
    (cause !== undefined && SAY_ALL.includes(cause)) ||
    reason === logReason(state, cause);
  return isSaid ? undefined : reason;
}
