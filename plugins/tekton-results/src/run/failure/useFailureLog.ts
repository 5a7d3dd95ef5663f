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

import { useApi } from '@backstage/core-plugin-api';
import type {
  RunLog,
  TaskFailure,
  TektonResultsLogsApi,
} from 'backstage-plugin-tekton-results-common';
import { useCallback } from 'react';
import { tektonResultsApiRef } from '../../api';
import { usePolledRequest } from '../../data';
import { parseLine, shownText } from '../../logs/ansi';
import { logExcerpt, type ExcerptLine } from './logExcerpt';

/** How many of the last lines are looked through for an error. */
const TAIL_LINES = 200;
/** How soon to ask again for a log that is still being stored. */
const NOT_YET_POLL_MS = 5_000;

/** What the log of the step that failed says of the failure. */
export interface FailureLog {
  /** How its log stands; absent if there is none to tell of. */
  readonly state?: RunLog['state'];
  readonly lines: readonly ExcerptLine[];
  readonly anchor?: number;
}

/** Looks into the log of the step that failed; undefined until that is done. */
export function useFailureLog(
  cluster: string,
  failure: TaskFailure | undefined,
): FailureLog | undefined {
  const api = useApi(tektonResultsApiRef);
  const { uid, attempt, step } = failure ?? {};
  const load = useCallback(
    async (signal: AbortSignal): Promise<FailureLog> =>
      uid === undefined || attempt === undefined || step === undefined
        ? { lines: [] }
        : readFailureLog(api, { cluster, uid, attempt, step }, signal),
    [api, cluster, uid, attempt, step],
  );
  return usePolledRequest(load, log =>
    log?.state === 'notYet' ? NOT_YET_POLL_MS : undefined,
  ).value;
}

async function readFailureLog(
  api: TektonResultsLogsApi,
  place: { cluster: string; uid: string; attempt: number; step: string },
  signal: AbortSignal,
): Promise<FailureLog> {
  const { cluster, uid, attempt, step } = place;
  const { items } = await api.listRunLogs({ cluster, uid }, { signal });
  const log = items.find(
    item => item.step === step && item.attempt === attempt,
  );
  if (!log?.container || !log.lines) {
    return { state: log?.state, lines: [] };
  }
  const tail = await api.getLogLines(
    { cluster, uid, attempt, container: log.container },
    { from: Math.max(1, log.lines - TAIL_LINES + 1), to: log.lines },
    { signal },
  );
  const lines = tail.items.map(({ number, text }) => ({
    number,
    text: shownText(parseLine(text)),
  }));
  return { state: log.state, ...logExcerpt(lines) };
}
