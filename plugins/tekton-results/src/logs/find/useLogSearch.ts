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
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { tektonResultsApiRef } from '../../api';
import type { FoundPage } from './nextFound';
import { readFoundPage } from './readFoundPage';
import {
  addSearchEvents,
  NOTHING_FOUND,
  withPage,
  type FoundInLogs,
  type FoundLine,
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
  /**
   * Lists more of what was found, in the place of what was listed so before.
   * Nothing comes of it if it fails, or something else is wanted meanwhile.
   */
  readonly list: (page: FoundPage) => Promise<readonly FoundLine[]>;
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
  const [page, setPage] = useState<readonly FoundLine[]>([]);
  // Of the last search that came to its end: others may have been broken off.
  const lastGood = useRef(NOTHING_FOUND);
  const listing = useRef<AbortController>();

  useEffect(() => {
    setPage([]);
    if (key === undefined) {
      lastGood.current = NOTHING_FOUND;
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
        lastGood.current = found;
        setAnswer({ found, searching: false });
      }
    };
    setAnswer({ found: lastGood.current, searching: true });
    search().catch(error => {
      if (!stop.signal.aborted) {
        setAnswer({
          found: lastGood.current,
          searching: false,
          error: toError(error),
        });
      }
    });
    return () => {
      stop.abort();
      listing.current?.abort();
    };
  }, [api, key]);

  const { logs } = answer.found;
  const list = useCallback(
    async (wanted: FoundPage) => {
      listing.current?.abort();
      const stop = new AbortController();
      listing.current = stop;
      const lines = logs.get(wanted.log)?.lines;
      if (key === undefined || lines === undefined) {
        return [];
      }
      const request = JSON.parse(key) as LogSearchQuestion;
      const { signal } = stop;
      try {
        const more = await readFoundPage(api, wanted, {
          request,
          lines,
          signal,
        });
        if (signal.aborted) {
          return [];
        }
        setPage(more);
        return more;
      } catch (error) {
        if (!signal.aborted) {
          setAnswer(old => ({ ...old, error: toError(error) }));
        }
        return [];
      }
    },
    [api, key, logs],
  );

  const found = useMemo(
    () => withPage(answer.found, page),
    [answer.found, page],
  );
  return useMemo(() => ({ ...answer, found, list }), [answer, found, list]);
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
