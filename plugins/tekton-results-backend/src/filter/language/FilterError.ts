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

import type { FilterMistake } from 'backstage-plugin-tekton-results-common';
import type { SourceRange } from './Expression';

/** Thrown for a filter that cannot be used, before anything is read. */
export class FilterError extends Error {
  override name = 'FilterError' as const;
  readonly mistake: FilterMistake;

  constructor(
    text: string,
    options: { message: string; range: SourceRange; hint?: string },
  ) {
    const { message, range, hint } = options;
    const mistake = { message, ...locate(text, range), ...(hint && { hint }) };
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

/** Where a range of a text is; one that spans lines ends with its first. */
export function locate(
  text: string,
  range: SourceRange,
): { line: number; column: number; endColumn: number } {
  const start = Math.min(Math.max(range.start, 0), text.length);
  const end = Math.min(Math.max(range.end, start), text.length);
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lineBreak = text.indexOf('\n', start);
  const lineEnd = lineBreak === -1 ? text.length : lineBreak;
  const column = codePoints(text.slice(lineStart, start)) + 1;
  const width = codePoints(text.slice(start, Math.min(end, lineEnd)));
  return {
    line: text.slice(0, lineStart).split('\n').length,
    column,
    endColumn: column + Math.max(width, 1),
  };
}

function codePoints(text: string): number {
  return [...text].length;
}
