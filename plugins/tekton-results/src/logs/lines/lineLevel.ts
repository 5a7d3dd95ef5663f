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

/** What a line says that it is: how grave, or the heading of a group of lines. */
export type LineLevel = 'error' | 'warning' | 'notice' | 'debug' | 'group';

/** Commands of workflows: `::error file=a.ts,line=1::text` and `##[error]text`. */
const COMMAND =
  /^\s*(?:::(error|warning|notice|debug|group)(?: [^\n]*?)?::|##\[(error|warning|notice|debug|group)\])/;

/** A line without what tells its level. */
export interface LevelledLine {
  readonly level?: LineLevel;
  /** How many characters, from the beginning, only tell the level. */
  readonly skip: number;
}

/** The level that a line states, if it states one. */
export function lineLevel(text: string): LevelledLine {
  const [command = '', first, second] = COMMAND.exec(text) ?? [];
  const level = (first ?? second) as LineLevel | undefined;
  return level ? { level, skip: command.length } : { skip: 0 };
}

const TROUBLE =
  /\b(?:error|fatal|panic|failed|failure|exception|denied|traceback)\b|::error|cannot /i;
const NO_TROUBLE =
  /\b(?:0|no) (?:errors?|failures?|failed)\b|\berrors?[:=] ?0\b|\bfailed[:=] ?0\b/i;

/**
 * The number of the last line that tells of an error; of the last that is not
 * blank if none does.
 */
export function lastErrorLine(
  lines: ReadonlyArray<{ readonly number: number; readonly text: string }>,
): number | undefined {
  const fromEnd = [...lines].reverse();
  const isTrouble = (text: string) =>
    TROUBLE.test(text) && !NO_TROUBLE.test(text);
  return (
    fromEnd.find(({ text }) => isTrouble(text)) ??
    fromEnd.find(({ text }) => text.trim() !== '')
  )?.number;
}
