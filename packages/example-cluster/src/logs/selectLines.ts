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

import { LogLine } from './logBook';

/** Which lines of a log are wanted. */
export interface LogSelection {
  timestamps: boolean;
  /** Milliseconds since 1970. */
  sinceMs?: number;
  tailLines?: number;
  limitBytes?: number;
}

/** The lines to begin with: not older than asked for, and of these the last ones. */
export function selectLines(
  lines: LogLine[],
  selection: LogSelection,
): LogLine[] {
  const { sinceMs, tailLines } = selection;
  const recent =
    sinceMs === undefined ? lines : lines.filter(line => line.at >= sinceMs);
  if (tailLines === undefined) {
    return recent;
  }
  return tailLines === 0 ? [] : recent.slice(-tailLines);
}

/** A line as it is sent. */
export function printLine(line: LogLine, selection: LogSelection): string {
  return selection.timestamps
    ? `${line.timestamp} ${line.text}\n`
    : `${line.text}\n`;
}
