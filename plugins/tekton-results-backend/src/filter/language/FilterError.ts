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

import type { SourceRange } from './Expression';

/** A mistake in a filter, for people and for editors. */
export interface FilterMistake {
  readonly message: string;
  /** Counted from 1. */
  readonly line: number;
  /** Of the first character, counted from 1 in code points. */
  readonly column: number;
  /** Of the character after the last one. */
  readonly endColumn: number;
  /** What would mend it. */
  readonly hint?: string;
}

/** Thrown for a filter that cannot be used, before anything is read. */
export class FilterError extends Error {
  override name = 'FilterError' as const;
  readonly mistake: FilterMistake;

  constructor(
    text: string,
    options: { message: string; range: SourceRange; hint?: string },
  ) {
    const mistake = locate(text, options);
    super(
      `filter, line ${mistake.line}, column ${mistake.column}: ${
        mistake.message
      }${mistake.hint ? `. ${mistake.hint}` : ''}`,
    );
    this.mistake = mistake;
  }
}

/** A mistake at a place that the caller does not know the text of. */
export class ExpressionError extends Error {
  override name = 'ExpressionError' as const;
  readonly range: SourceRange;
  readonly hint?: string;

  constructor(message: string, range: SourceRange, hint?: string) {
    super(message);
    this.range = range;
    this.hint = hint;
  }
}

function locate(
  text: string,
  {
    message,
    range,
    hint,
  }: { message: string; range: SourceRange; hint?: string },
): FilterMistake {
  const start = Math.min(Math.max(range.start, 0), text.length);
  const end = Math.min(Math.max(range.end, start), text.length);
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lineBreak = text.indexOf('\n', start);
  const lineEnd = lineBreak === -1 ? text.length : lineBreak;
  const column = codePoints(text.slice(lineStart, start)) + 1;
  const width = codePoints(text.slice(start, Math.min(end, lineEnd)));
  return {
    message,
    line: text.slice(0, lineStart).split('\n').length,
    column,
    endColumn: column + Math.max(width, 1),
    ...(hint && { hint }),
  };
}

function codePoints(text: string): number {
  return [...text].length;
}
