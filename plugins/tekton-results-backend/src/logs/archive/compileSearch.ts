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

import { InputError } from '@backstage/errors';
import { RE2JS } from 're2js';
import { compileRegex } from '../../filter';
import type { LogMatch, LogSearch } from '../LogArchive';

const MAX_TEXT_LENGTH = 1_000;

/**
 * What may hold in a line but not in several at once: the ends of the whole text.
 * Quoted text may look alike; then it is only slower.
 */
const ENDS_OF_TEXT = /\\[AzZ]|\(\?[a-zA-Z]*-/;

/** A search, ready to be used. */
export interface CompiledSearch {
  /** Whether something may be found in some of the lines of a text. */
  mayHold(lines: string): boolean;
  test(line: string): boolean;
  /** All places where something is found, besides empty ones. */
  places(line: string): Iterable<LogMatch['ranges'][number]>;
  /** What a line must hold, byte for byte, if that is known. */
  readonly bytes?: Buffer;
}

/** @throws InputError if the pattern is wrong, with what and where */
export function compileSearch(search: LogSearch): CompiledSearch {
  if (search.pattern === '') {
    throw new InputError('What to search for must not be empty');
  }
  return search.isRegex ? compileRe2(search) : compileText(search);
}

function compileText({ pattern, caseSensitive }: LogSearch): CompiledSearch {
  if (pattern.length > MAX_TEXT_LENGTH) {
    throw new InputError(
      `What to search for is longer than ${MAX_TEXT_LENGTH} characters`,
    );
  }
  // Nothing in it repeats, so it takes linear time.
  const escaped = pattern.replace(/[\\^$.*+?()[\]{}|/-]/gu, '\\$&');
  const regex = new RegExp(
    escaped.replaceAll('\\-', '-'),
    caseSensitive ? 'gu' : 'giu',
  );
  const test = (text: string) => {
    regex.lastIndex = 0;
    return regex.test(text);
  };
  return {
    mayHold: test,
    test,
    *places(line) {
      regex.lastIndex = 0;
      for (const found of line.matchAll(regex)) {
        yield { start: found.index, end: found.index + found[0].length };
      }
    },
    bytes: caseSensitive ? Buffer.from(pattern) : undefined,
  };
}

function compileRe2({ pattern, caseSensitive }: LogSearch): CompiledSearch {
  // Finds out what is too large, too.
  const checked = compileRegex(pattern);
  if ('error' in checked) {
    throw new InputError(
      `The regular expression is wrong${place(pattern, checked.error)}: ${
        checked.error
      }`,
    );
  }
  const regex = RE2JS.compile(
    pattern,
    RE2JS.MULTILINE | (caseSensitive ? 0 : RE2JS.CASE_INSENSITIVE),
  );
  const holdsInLinesOnly = ENDS_OF_TEXT.test(pattern);
  return {
    mayHold: lines => holdsInLinesOnly || regex.test(lines),
    test: line => regex.test(line),
    *places(line) {
      const matcher = regex.matcher(line);
      while (matcher.find()) {
        if (matcher.end() > matcher.start()) {
          yield { start: matcher.start(), end: matcher.end() };
        }
      }
    },
  };
}

const QUOTED_PART = /`([^`]+)`$/;

/** Messages of RE2 quote what is wrong, and do not tell where that is. */
function place(pattern: string, message: string): string {
  const [, part] = QUOTED_PART.exec(message) ?? [];
  const index = part === undefined ? -1 : pattern.indexOf(part);
  return index < 0 ? '' : ` at character ${index + 1}`;
}
