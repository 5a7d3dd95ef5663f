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

/** A line of a log, to be shown where its text matters. */
export interface ExcerptLine {
  readonly number: number;
  readonly text: string;
}

const LINES_BEFORE = 6;
const LINES_AFTER = 3;
/** Words with which tools say that something went wrong. */
const ERROR_WORDS =
  /\b(error|fail(ed|ure|ing)?|fatal|panic|exception|denied|cannot|can't|not found|refused|timed? ?out|traceback|assert\w*)\b|^::error|^E\d{4}\s/i;
const NO_ERROR =
  /\b(0|no) (errors?|fail(ed|ures?)|problems?)\b|\b(errors?|failed|failures?)[:=] ?0\b/i;

/**
 * The lines around the last one that tells of an error; where none does, around
 * the last one that is not blank.
 */
export function logExcerpt(lines: readonly ExcerptLine[]): {
  readonly lines: readonly ExcerptLine[];
  /** Number of the line that it is about; absent if all are blank. */
  readonly anchor?: number;
} {
  const blank = lines.map(({ text }) => text.trim() === '');
  const last = blank.lastIndexOf(false);
  if (last === -1) {
    return { lines: [] };
  }
  const error = lines.findLastIndex(({ text }) => tellsError(text));
  const at = error === -1 ? last : error;
  const from = Math.max(0, Math.min(at - LINES_BEFORE, last - LINES_BEFORE));
  return {
    lines: lines.slice(from, Math.min(at + LINES_AFTER, last) + 1),
    anchor: lines[at].number,
  };
}

function tellsError(text: string): boolean {
  return ERROR_WORDS.test(text) && !NO_ERROR.test(text);
}
