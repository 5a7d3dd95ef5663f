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
  LogCause,
  LogSearchEvent,
  LogSearchRequest,
} from 'backstage-plugin-tekton-results-common';
import { isReadable, type LogSearch, type RunLog } from '../../logs';
import { formatLine, formatPlace, MAX_LINE_BYTES } from './formatLog';
import { LastFound } from './LastFound';
import { readProblem } from './logErrors';

/** For so long a search reads. */
const MAX_SEARCH_MS = 30_000;
/** Beyond these, lines are only counted. */
const MAX_LISTED_PER_LOG = 1_000;
const MAX_LISTED_BYTES = 8 * 1024 * 1024;
const NOTHING_WRITTEN: readonly LogCause[] = [
  'stepNeverStarted',
  'cancelledBeforeOutput',
  'customRun',
];
const OUT_OF_TIME = `The search took longer than ${
  MAX_SEARCH_MS / 1_000
} seconds`;

/** What a request looks for. */
export function searchOf(request: LogSearchRequest): LogSearch {
  return {
    pattern: request.query,
    isRegex: request.regex ?? false,
    caseSensitive: request.caseSensitive ?? false,
  };
}

/** Looks through logs one after another, and tells as it goes. */
export async function* searchLogs(
  logs: readonly RunLog[],
  request: LogSearchRequest,
  options: { signal: AbortSignal; maxMs?: number },
): AsyncIterable<LogSearchEvent> {
  const asked = logs.filter(log => isAsked(log, request));
  const timeout = AbortSignal.timeout(options.maxMs ?? MAX_SEARCH_MS);
  const signal = AbortSignal.any([options.signal, timeout]);
  const sum = { logs: 0, lines: 0, matches: 0 };
  let bytesLeft = MAX_LISTED_BYTES;
  let problem = problemOf(asked);
  for (const log of asked.filter(isReadable)) {
    if (timeout.aborted) {
      break;
    }
    const found = { lines: 0, matches: 0, listed: 0 };
    let reason: string | undefined;
    const last = new LastFound({
      lines: MAX_LISTED_PER_LOG,
      characters: MAX_LISTED_BYTES,
    });
    try {
      const matches = log.text.search(searchOf(request), {
        from: request.from,
        to: request.before && request.before - 1,
        signal,
      });
      for await (const { line, ranges, count } of matches) {
        found.lines += 1;
        found.matches += count;
        const match = () =>
          ({
            type: 'match',
            log: formatPlace(log),
            ...shown(line, ranges),
          } as const);
        if (request.before !== undefined) {
          last.add(match());
        } else if (found.listed < MAX_LISTED_PER_LOG && bytesLeft > 0) {
          found.listed += 1;
          bytesLeft -= Math.min(line.text.length, MAX_LINE_BYTES);
          yield match();
        }
      }
    } catch (error) {
      options.signal.throwIfAborted();
      reason = timeout.aborted ? OUT_OF_TIME : readProblem(error).reason;
      problem ??= reason;
    }
    found.listed += last.matches.length;
    yield* last.matches;
    sum.logs += 1;
    sum.lines += found.lines;
    sum.matches += found.matches;
    yield {
      type: 'log',
      log: formatPlace(log),
      ...found,
      complete: reason === undefined,
      reason,
    };
  }
  const reason = timeout.aborted ? OUT_OF_TIME : problem;
  yield { type: 'end', ...sum, complete: reason === undefined, reason };
}

function isAsked(log: RunLog, request: LogSearchRequest): boolean {
  return (['task', 'step', 'attempt', 'container'] as const).every(
    key => request[key] === undefined || request[key] === log[key],
  );
}

/** Why something cannot be searched that was, or may be, written. */
function problemOf(logs: readonly RunLog[]): string | undefined {
  const unread = logs.find(
    log =>
      !isReadable(log) &&
      !(log.cause !== undefined && NOTHING_WRITTEN.includes(log.cause)),
  );
  return unread && (unread.reason ?? 'A log cannot be read');
}

function shown(
  line: Parameters<typeof formatLine>[0],
  ranges: ReadonlyArray<{ start: number; end: number }>,
) {
  const formatted = formatLine(line);
  return {
    line: formatted,
    ranges: ranges.filter(({ end }) => end <= formatted.text.length),
  };
}
