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

import type { StepLog } from '../../store';
import type {
  LogArchive,
  LogLine,
  LogMatch,
  LogSearch,
  ReadBytesOptions,
} from '../LogArchive';
import type { ReadLog } from '../readers';
import { prepareSearch } from '../archive/LineSearch';
import { searchMembers } from '../archive/searchMembers';
import { textMembers } from '../archive/textMembers';
import { splitLines } from './splitLines';

/** The text of one log, wherever it is kept; see {@link LogArchive}. */
export interface LogText {
  lines(range: {
    from: number;
    to: number;
    maxLineBytes?: number;
    signal: AbortSignal;
  }): AsyncIterable<LogLine>;
  bytes(options: ReadBytesOptions): AsyncIterable<Uint8Array>;
  search(
    search: LogSearch,
    options: { from?: number; to?: number; signal: AbortSignal },
  ): AsyncIterable<LogMatch>;
}

/** The text of a log that is kept here. */
export function archivedText(archive: LogArchive, log: StepLog): LogText {
  return log.kind === 'whole'
    ? withoutTimes(storedText(archive, log))
    : storedText(archive, log);
}

/** Others stored it: what stands for times in the archive says nothing. */
function withoutTimes(text: LogText): LogText {
  return {
    bytes: ({ noteLost, signal }) => text.bytes({ noteLost, signal }),
    async *lines(range) {
      for await (const line of text.lines(range)) {
        yield { ...line, time: undefined };
      }
    },
    async *search(search, options) {
      for await (const match of text.search(search, options)) {
        yield { ...match, line: { ...match.line, time: undefined } };
      }
    },
  };
}

function storedText(archive: LogArchive, log: StepLog): LogText {
  return {
    lines: range => archive.lines(log, range),
    bytes: options => archive.bytes(log, options),
    search: (search, options) => archive.search(log, search, options),
  };
}

/** The text of a log that others keep: as it is, so it has no times of its own. */
export function readText(log: ReadLog): LogText {
  return {
    bytes: ({ signal }) => log.bytes({ signal }),
    async *lines({ from, to, maxLineBytes, signal }) {
      const lines = splitLines(log.bytes({ signal }), maxLineBytes);
      for await (const line of lines) {
        if (line.number > to) {
          return;
        }
        if (line.number >= from) {
          yield line;
        }
      }
    },
    search: (search, { from = 1, to = Infinity, signal }) =>
      searchMembers(textMembers(log.bytes({ signal })), {
        search: prepareSearch(search, signal),
        from,
        to,
      }),
  };
}
