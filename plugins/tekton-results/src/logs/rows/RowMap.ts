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

/** Which line stands in which row. */
export interface RowMap {
  readonly count: number;
  /** The line of a row; rows count from 0, lines from 1. */
  lineOf(row: number): number;
  /** The row of a line, or that of the next line that has one. */
  rowOf(line: number): number;
}

/** Every line has a row. */
export function allLines(count: number): RowMap {
  return {
    count,
    lineOf: row => row + 1,
    rowOf: line => Math.max(0, Math.min(line, count) - 1),
  };
}

/** Only some lines have one, given in their order. */
export function someLines(lines: readonly number[]): RowMap {
  return {
    count: lines.length,
    lineOf: row => lines[row],
    rowOf: line => {
      const row = lines.findIndex(number => number >= line);
      return row < 0 ? Math.max(0, lines.length - 1) : row;
    },
  };
}
