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
  LogFollowEvent,
  LogLine,
  LogPlace,
  LogRef,
  LogSearchEvent,
  RunLog,
  TektonResultsLogsApi,
} from 'backstage-plugin-tekton-results-common';

const MAX_LISTED = 1_000;
const CUT_AT = 16 * 1024;

/** A log of a {@link fakeLogsApi}: its lines are made when they are asked for. */
export interface FakeLog {
  readonly log: RunLog;
  /** Text of a line, from 1. */
  readonly text?: (number: number) => string;
  readonly follow?: (
    from: number,
    signal: AbortSignal,
  ) => AsyncIterable<LogFollowEvent>;
}

/** The part of a backend that is about logs, which may be of any length. */
export function fakeLogsApi(
  logs: readonly FakeLog[],
  options: { readonly delayMs?: number } = {},
): TektonResultsLogsApi {
  const wait = (signal?: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const timer = setTimeout(resolve, options.delayMs ?? 0);
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        reject(signal.reason);
      });
    });
  const find = ({ uid, attempt, container }: LogRef): FakeLog => {
    const found = logs.find(
      ({ log }) =>
        log.run?.uid === uid &&
        log.attempt === attempt &&
        log.container === container,
    );
    if (!found?.text) {
      throw failure('NotFoundError', 'The run has no such log');
    }
    return found;
  };
  return {
    async listRunLogs(_ref, { signal } = {}) {
      await wait(signal);
      return { items: logs.map(({ log }) => log) };
    },
    async getLogLines(ref, { from = 1, to = from + 1_999 } = {}, opts = {}) {
      await wait(opts.signal);
      const { log, text = () => '' } = find(ref);
      const last = Math.min(to, log.lines ?? 0);
      const items: LogLine[] = [];
      for (let number = from; number <= last; number++) {
        items.push(lineOf(number, text(number)));
      }
      return { items };
    },
    async getLogLine(ref, number, { signal } = {}) {
      await wait(signal);
      return find(ref).text?.(number) ?? '';
    },
    async *searchRunLogs(ref, request, { signal } = {}) {
      await wait(signal);
      const pattern = patternOf(request.query, request);
      const sum = { logs: 0, lines: 0, matches: 0 };
      const asked = logs.filter(
        ({ log, text }) =>
          text &&
          (request.container === undefined ||
            (log.run?.uid === ref.uid &&
              log.attempt === request.attempt &&
              log.container === request.container)),
      );
      for (const { log, text = () => '' } of asked) {
        const place = placeOf(ref.cluster, log);
        const found = { lines: 0, matches: 0, listed: 0 };
        const { from = 1, before = Infinity } = request;
        const to = Math.min(log.lines ?? 0, before - 1);
        const matches: LogSearchEvent[] = [];
        for (let number = from; number <= to; number++) {
          const line = lineOf(number, text(number));
          const ranges = [...line.text.matchAll(pattern)].map(match => ({
            start: match.index,
            end: match.index + match[0].length,
          }));
          if (ranges.length > 0) {
            found.lines += 1;
            found.matches += ranges.length;
            matches.push({ type: 'match', log: place, line, ranges });
          }
        }
        const isFromEnd = request.before !== undefined;
        const listed = isFromEnd
          ? matches.slice(-MAX_LISTED)
          : matches.slice(0, MAX_LISTED);
        found.listed = listed.length;
        yield* listed;
        sum.logs += 1;
        sum.lines += found.lines;
        sum.matches += found.matches;
        const event: LogSearchEvent = {
          type: 'log',
          log: place,
          ...found,
          complete: true,
        };
        yield event;
      }
      yield { type: 'end', ...sum, complete: true };
    },
    async *followLog(ref, { from = 1 } = {}, { signal } = {}) {
      await wait(signal);
      const { follow } = find(ref);
      if (follow) {
        yield* follow(from, signal ?? new AbortController().signal);
      } else {
        yield { type: 'end', finished: true, state: 'stored' };
      }
    },
    async downloadLog(ref) {
      const { log, text = () => '' } = find(ref);
      const lines = Array.from({ length: log.lines ?? 0 }, (_, index) =>
        text(index + 1),
      );
      return {
        fileName: `${log.run?.name}-${log.attempt}-${log.step}.log`,
        body: new Blob([`${lines.join('\n')}\n`]).stream(),
      };
    },
    async downloadRunLogs() {
      return { fileName: 'run-logs.zip', body: new Blob(['zip']).stream() };
    },
    async repairLogOrphans() {
      return { dryRun: true, drivers: [] };
    },
  };
}

function lineOf(number: number, text: string): LogLine {
  const time = new Date(Date.UTC(2026, 10, 21, 5, 8, 40) + number * 137);
  return {
    number,
    time: time.toISOString(),
    text: text.slice(0, CUT_AT),
    ...(text.length > CUT_AT && { cutFrom: text.length }),
  };
}

function placeOf(cluster: string, log: RunLog): LogPlace {
  const { task, step, attempt, container = '', run } = log;
  return { cluster, uid: run?.uid ?? '', task, step, attempt, container };
}

function patternOf(
  query: string,
  { regex = false, caseSensitive = false },
): RegExp {
  const source = regex ? query : query.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  try {
    return new RegExp(source, caseSensitive ? 'g' : 'gi');
  } catch {
    throw failure(
      'InputError',
      `The regular expression is wrong at character ${query.length}: ${query}`,
    );
  }
}

/** An error as the client makes them of answers. */
function failure(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
