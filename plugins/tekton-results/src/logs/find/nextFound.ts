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

import type { LogPlace } from 'backstage-plugin-tekton-results-common';
import type { FoundInLogs, FoundLine } from './searchResult';

/** Lines that were found but are not listed: from a number on, or before one. */
export interface FoundPage {
  readonly log: string;
  readonly place: LogPlace;
  readonly range: { readonly from: number } | { readonly before: number };
}

/** Where to go: to a line, or to the first or last one of a page. */
export type NextFound =
  | { readonly line: FoundLine }
  | { readonly page: FoundPage };

/** Beyond any line. */
const END = Number.MAX_SAFE_INTEGER;

/**
 * The line to go to next; the first or last one after the end.
 *
 * @param from - where the user is: a line that was found, or any line of a log
 */
export function nextFound(
  found: FoundInLogs,
  from: {
    readonly current?: FoundLine;
    readonly log?: string;
    readonly line?: number;
  },
  step: 1 | -1,
): NextFound | undefined {
  if (found.lines.length === 0) {
    return undefined;
  }
  if (from.current) {
    return beside(found, from.current, step);
  }
  const { log, line: number = 1 } = from;
  const own = found.lines.filter(line => line.log === log);
  const here = own.find(({ line }) => line.number >= number);
  if (!here && log !== undefined && own.length < linesOf(found, log)) {
    return pageOf(
      found,
      log,
      step === 1 ? { from: number } : { before: number },
    );
  }
  const start = here ?? own[0] ?? found.lines[0];
  return step === 1 ? { line: start } : beside(found, start, step);
}

function beside(
  found: FoundInLogs,
  { log, index, line }: FoundLine,
  step: 1 | -1,
): NextFound | undefined {
  const wanted = index + step;
  if (wanted >= 0 && wanted < linesOf(found, log)) {
    return (
      listed(found, log, wanted) ??
      pageOf(
        found,
        log,
        step === 1 ? { from: line.number + 1 } : { before: line.number },
      )
    );
  }
  const logs = logsWithLines(found);
  const next = logs[(logs.indexOf(log) + step + logs.length) % logs.length];
  return step === 1
    ? listed(found, next, 0) ?? pageOf(found, next, { from: 1 })
    : listed(found, next, linesOf(found, next) - 1) ??
        pageOf(found, next, { before: END });
}

function listed(found: FoundInLogs, log: string, index: number) {
  const line = found.lines.find(
    other => other.log === log && other.index === index,
  );
  return line && { line };
}

function pageOf(found: FoundInLogs, log: string, range: FoundPage['range']) {
  const place = found.logs.get(log)?.place;
  return place && { page: { log, place, range } };
}

/** Of a log that is still looked through, those so far. */
function linesOf(found: FoundInLogs, log: string): number {
  return (
    found.logs.get(log)?.lines ??
    found.lines.filter(line => line.log === log).length
  );
}

function logsWithLines(found: FoundInLogs): string[] {
  const listedLogs = found.lines.map(({ log }) => log);
  return [...new Set([...found.logs.keys(), ...listedLogs])].filter(
    log => linesOf(found, log) > 0,
  );
}
