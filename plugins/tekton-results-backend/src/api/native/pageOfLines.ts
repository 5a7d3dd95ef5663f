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
  LogLinesResponse,
} from 'backstage-plugin-tekton-results-common';
import type { ReadableLog } from '../../logs';
import { formatLine, MAX_LINE_BYTES } from './formatLog';
import { isLost } from './logErrors';

/** Of all lines of an answer together. */
const MAX_TEXT_BYTES = 4 * 1024 * 1024;

/**
 * Lines of a range (from 1, both included), as far as there is room for them and
 * they are not lost.
 *
 * @param range - `isOpen`: those after it are wanted, too
 * @throws as `LogArchive.lines`; that lines are lost only if the first one is
 */
export async function pageOfLines(
  { text, stored }: ReadableLog,
  range: { from: number; to: number; isOpen: boolean; signal: AbortSignal },
): Promise<LogLinesResponse> {
  const { from, to, isOpen, signal } = range;
  const items: LogLine[] = [];
  let bytes = 0;
  const lines = text.lines({
    from,
    // Whether there is another, is seen by reading it where that is not known.
    to: isOpen && !stored ? to + 1 : to,
    maxLineBytes: MAX_LINE_BYTES + 4,
    signal,
  });
  try {
    for await (const line of lines) {
      bytes += line.text.length;
      if (bytes > MAX_TEXT_BYTES || line.number > to) {
        return { items, next: line.number };
      }
      items.push(formatLine(line));
    }
  } catch (error) {
    const last = items.at(-1);
    if (!last || !isLost(error)) {
      throw error;
    }
    // Whoever goes on there is told.
    return { items, next: last.number + 1 };
  }
  return isOpen && stored && stored.lines > to
    ? { items, next: to + 1 }
    : { items };
}
