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

import type {
  LogSearchRequest,
  TektonResultsLogsApi,
} from 'backstage-plugin-tekton-results-common';
import type { FoundPage } from './nextFound';
import type { FoundLine } from './searchResult';

/**
 * Reads lines in which something is found, beyond those that a search lists.
 *
 * @param options - `lines`: in how many lines of the log it was found
 */
export async function readFoundPage(
  api: TektonResultsLogsApi,
  { place, range, log }: FoundPage,
  options: { request: LogSearchRequest; lines: number; signal: AbortSignal },
): Promise<FoundLine[]> {
  const { query, regex, caseSensitive } = options.request;
  const { cluster, uid, attempt, container } = place;
  const request = { query, regex, caseSensitive, attempt, container, ...range };
  const matches: Array<Omit<FoundLine, 'index'>> = [];
  let counted = 0;
  for await (const event of api.searchRunLogs({ cluster, uid }, request, {
    signal: options.signal,
  })) {
    if (event.type === 'match') {
      matches.push({ log, line: event.line, ranges: event.ranges });
    } else if (event.type === 'log') {
      counted = event.lines;
    }
  }
  const first =
    'from' in range ? options.lines - counted : counted - matches.length;
  return matches.map((match, at) => ({ ...match, index: first + at }));
}
