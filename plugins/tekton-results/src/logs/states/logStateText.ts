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

import type { RunLog } from 'backstage-plugin-tekton-results-common';

/** Names of texts about how a log stands. */
export type LogStateTextKey =
  | 'streaming'
  | 'streamingEmpty'
  | 'empty'
  | 'partial'
  | 'partialCut'
  | 'partialLost'
  | 'partialRotated'
  | 'expired'
  | 'expiredDeleted'
  | 'neverStarted'
  | 'neverPodGone'
  | 'neverOff'
  | 'neverCancelled'
  | 'neverFailed'
  | 'neverCustomRun'
  | 'neverRunMissing'
  | 'never'
  | 'denied'
  | 'unavailable'
  | 'notYet'
  | 'notYetStarted';

const NEVER: Partial<Record<string, LogStateTextKey>> = {
  stepNeverStarted: 'neverStarted',
  podGone: 'neverPodGone',
  rotated: 'neverPodGone',
  captureOff: 'neverOff',
  cancelledBeforeOutput: 'neverCancelled',
  failed: 'neverFailed',
  customRun: 'neverCustomRun',
  runMissing: 'neverRunMissing',
};

const PARTIAL: Partial<Record<string, LogStateTextKey>> = {
  tooLong: 'partialCut',
  bytesMissing: 'partialLost',
  rotated: 'partialRotated',
};

/** Whether a log has a text that can be read, even if it is empty. */
export function hasText({ state, container, run }: RunLog): boolean {
  const isThere =
    state === 'streaming' || state === 'stored' || state === 'partial';
  return isThere && container !== undefined && run !== undefined;
}

/**
 * Which text explains what cannot be seen of a log; undefined if all of it can.
 *
 * @param finished - the step has ended
 */
export function logStateText(
  log: RunLog,
  finished: boolean,
): LogStateTextKey | undefined {
  const { state, cause = '', lines, live } = log;
  switch (state) {
    case 'streaming':
      return lines === undefined || lines === 0 ? 'streamingEmpty' : undefined;
    case 'stored':
      return lines === 0 ? 'empty' : undefined;
    case 'partial':
      return PARTIAL[cause] ?? 'partial';
    case 'expired':
      return cause === 'deleted' ? 'expiredDeleted' : 'expired';
    case 'neverCaptured':
      return NEVER[cause] ?? 'never';
    case 'notYet':
      return finished || live ? 'notYet' : 'notYetStarted';
    default:
      return state;
  }
}
