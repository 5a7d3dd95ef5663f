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
  LogLine,
  LogPlace,
  LogSearchEvent,
} from 'backstage-plugin-tekton-results-common';

/** A line in which something was found. */
export interface FoundLine {
  readonly log: string;
  /** Which one it is of those in its log, from 0. */
  readonly index: number;
  readonly line: LogLine;
  readonly ranges: ReadonlyArray<{
    readonly start: number;
    readonly end: number;
  }>;
}

/** How much was found in a log. */
export interface FoundInLog {
  readonly place: LogPlace;
  /** Lines with a match, and all matches in them. */
  readonly lines: number;
  readonly matches: number;
  /** Otherwise it was not looked through to its end. */
  readonly complete: boolean;
}

/** What a search found. */
export interface FoundInLogs {
  /** Those that are listed, in the order of the logs. */
  readonly lines: readonly FoundLine[];
  /** By log. */
  readonly logs: ReadonlyMap<string, FoundInLog>;
  readonly matches: number;
  readonly matchingLines: number;
  /** Not all was looked through, because of this, in English. */
  readonly incomplete?: string;
}

/** Before anything was found. */
export const NOTHING_FOUND: FoundInLogs = {
  lines: [],
  logs: new Map(),
  matches: 0,
  matchingLines: 0,
};

/** What tells the logs of a run apart. */
export function logKey(
  log: Pick<LogPlace, 'uid' | 'attempt' | 'container'>,
): string {
  return `${log.uid}/${log.attempt}/${log.container}`;
}

/** What is found after more was heard of a search. */
export function addSearchEvents(
  found: FoundInLogs,
  events: readonly LogSearchEvent[],
): FoundInLogs {
  const lines = [...found.lines];
  const logs = new Map(found.logs);
  let { matches, matchingLines, incomplete } = found;
  for (const event of events) {
    if (event.type === 'match') {
      const { log, line, ranges } = event;
      const key = logKey(log);
      const last = lines[lines.length - 1];
      const index = last?.log === key ? last.index + 1 : 0;
      lines.push({ log: key, index, line, ranges });
      matches += ranges.length;
      matchingLines += 1;
    } else if (event.type === 'log') {
      logs.set(logKey(event.log), {
        place: event.log,
        lines: event.lines,
        matches: event.matches,
        complete: event.complete,
      });
    } else {
      ({ matches, lines: matchingLines } = event);
      incomplete = event.complete ? undefined : event.reason ?? '';
    }
  }
  return { lines, logs, matches, matchingLines, incomplete };
}

/** What was found with more of it listed, which begins or ends anywhere. */
export function withPage(
  found: FoundInLogs,
  page: readonly FoundLine[],
): FoundInLogs {
  const [{ log } = { log: undefined }] = page;
  const listed = found.lines.filter(line => line.log === log);
  const more = page.filter(({ index }) => index >= listed.length);
  if (more.length === 0) {
    return found;
  }
  const order = [...found.logs.keys()];
  const lines = [...found.lines, ...more].sort(
    (a, b) => order.indexOf(a.log) - order.indexOf(b.log) || a.index - b.index,
  );
  return { ...found, lines };
}

/** Which one a line is of all that were found, from 0. */
export function ordinalOf(found: FoundInLogs, { log, index }: FoundLine) {
  let before = 0;
  for (const [key, { lines }] of found.logs) {
    if (key === log) {
      break;
    }
    before += lines;
  }
  return before + index;
}
