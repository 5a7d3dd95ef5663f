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

import type { LogCause, LogState } from './logTypes';

const CAUSES: Record<LogCause, string> = {
  stepNeverStarted: 'The step did not start, so it wrote nothing',
  podGone: 'The pod was gone before its log was read',
  rotated: 'The cluster threw a part of the log away before it was read',
  captureOff: 'Logs are not captured here, by configuration',
  cancelledBeforeOutput: 'The run was cancelled before the step wrote anything',
  failed: 'The log could not be read or stored in time',
  tooLong: 'The log is longer than what is kept of one',
  policy: 'Removed by the retention policy',
  deleted: 'Somebody deleted it',
  bytesMissing: 'The place where it was kept has lost it',
  customRun: 'A CustomRun has no pod, so there is no log',
  runMissing: 'The run that wrote it is not stored',
};

/**
 * What the `reason` of a log says where nobody knows more about it than its state
 * and cause.
 *
 * @public
 */
export function logReason(
  state: LogState,
  cause: LogCause | undefined,
): string | undefined {
  if (cause) {
    return CAUSES[cause];
  }
  switch (state) {
    case 'partial':
      return 'A part of the log is missing';
    case 'expired':
      return 'The log was removed';
    case 'neverCaptured':
      return 'The log was not captured';
    case 'denied':
      return 'You may see this run but not its logs';
    case 'unavailable':
      return 'The place where the log is kept does not answer; try again later';
    default:
      return undefined;
  }
}
