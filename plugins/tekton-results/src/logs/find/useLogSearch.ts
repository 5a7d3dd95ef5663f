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
  LogSearchEvent,
  LogSearchRequest,
  RunRef,
} from 'backstage-plugin-tekton-results-common';
import { useEffect, useState } from 'react';
import { tektonResultsApiRef } from '../../api';
import {
  addSearchEvents,
  NOTHING_FOUND,
  type FoundInLogs,
} from './searchResult';

/** While events come fast they are shown together. */
const FLUSH_MS = 100;

/** Where to look for what. */
export interface LogSearchQuestion extends LogSearchRequest {
  readonly run: RunRef;
}

/** How a search stands. */
export interface LogSearch {
  /** What was found by the last search that could be done. */
  readonly found: FoundInLogs;
  readonly searching: boolean;
  /** Why the search as it is now cannot be done. */
  readonly error?: Error;
}

interface Answer {
  readonly found: FoundInLogs;
  readonly searching: boolean;
  readonly error?: Error;
}

const NO_ANSWER: Answer = { found: NOTHING_FOUND, searching: false };

/** Looks for something in logs, on the server; undefined: for nothing. */
export function useLogSearch(
  question: LogSearchQuestion | undefined,
): LogSearch {
  const api = useApi(tektonResultsApiRef);
  const key = question && JSON.stringify(question);
  const [answer, setAnswer] = useState(NO_ANSWER);

  useEffect(() => {
    if (key === undefined) {
      setAnswer(NO_ANSWER);
      return undefined;
    }
    const stop = new AbortController();
    const { run, ...request } = JSON.parse(key) as LogSearchQuestion;
    const search = async () => {
      let found = NOTHING_FOUND;
      let pending: LogSearchEvent[] = [];
      let flushedAt = Date.now();
      const options = { signal: stop.signal };
      for await (const event of api.searchRunLogs(run, request, options)) {
        pending.push(event);
        const isDue = Date.now() - flushedAt >= FLUSH_MS;
        if (isDue && !stop.signal.aborted) {
          found = addSearchEvents(found, pending);
          pending = [];
          flushedAt = Date.now();
          setAnswer({ found, searching: true });
        }
      }
      if (!stop.signal.aborted) {
        found = addSearchEvents(found, pending);
        setAnswer({ found, searching: false });
      }
    };
    setAnswer(old => ({ found: old.found, searching: true }));
    search().catch(error => {
      if (!stop.signal.aborted) {
        setAnswer(old => ({
          found: old.found,
          searching: false,
          error: error instanceof Error ? error : new Error(String(error)),
        }));
      }
    });
    return () => stop.abort();
  }, [api, key]);

  return answer;
}
