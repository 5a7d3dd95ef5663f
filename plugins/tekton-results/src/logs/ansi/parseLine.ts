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

import { applySgr } from './applySgr';
import { hasControls, readControls } from './readControls';
import { PLAIN, type TextStyle } from './TextStyle';

/** A part of a line with one look. */
export interface TextRun {
  readonly text: string;
  readonly style: TextStyle;
  /** Where the text begins in what was written; it goes on there. */
  readonly source: number;
}

/** A line as a terminal shows it. */
export interface ParsedLine {
  readonly runs: readonly TextRun[];
  /** The look that the next line begins with. */
  readonly endStyle: TextStyle;
}

/** Of text that nobody wrote: it fills the way to a place that was skipped. */
const NOWHERE = Number.MAX_SAFE_INTEGER;

/**
 * What is to be seen of a line after all of it was written to a terminal: a
 * progress bar, which returns to its beginning, has its last state.
 */
export function parseLine(
  text: string,
  startStyle: TextStyle = PLAIN,
): ParsedLine {
  if (!hasControls(text)) {
    const runs = text === '' ? [] : [{ text, style: startStyle, source: 0 }];
    return { runs, endStyle: startStyle };
  }
  let runs: TextRun[] = [];
  let style = startStyle;
  let column = 0;
  let length = 0;
  for (const control of readControls(text)) {
    switch (control.kind) {
      case 'text': {
        const written = text.slice(control.start, control.end);
        const run = { text: written, style, source: control.start };
        if (column === length) {
          runs.push(run);
        } else {
          runs = overwrite(runs, column, run);
        }
        column += written.length;
        length = Math.max(length, column);
        break;
      }
      case 'style':
        style = applySgr(style, control.parameters);
        break;
      case 'return':
        column = 0;
        break;
      case 'back':
        column = Math.max(0, column - 1);
        break;
      default:
        runs = erase(runs, control.what, column);
        length = lengthOf(runs);
    }
  }
  return { runs, endStyle: style };
}

/** The text of a line as it is seen. */
export function shownText({ runs }: ParsedLine): string {
  return runs.map(({ text }) => text).join('');
}

/** The look after a line, without finding out what is to be seen of it. */
export function styleAfter(text: string, startStyle: TextStyle): TextStyle {
  let style = startStyle;
  if (hasControls(text)) {
    for (const control of readControls(text)) {
      if (control.kind === 'style') {
        style = applySgr(style, control.parameters);
      }
    }
  }
  return style;
}

/** Where parts of what was written are seen, if they are. */
export function shownRanges(
  { runs }: ParsedLine,
  written: ReadonlyArray<{ readonly start: number; readonly end: number }>,
): Array<{ start: number; end: number }> {
  const shown: Array<{ start: number; end: number }> = [];
  for (const range of written) {
    let column = 0;
    for (const { text, source } of runs) {
      const start = Math.max(range.start, source);
      const end = Math.min(range.end, source + text.length);
      if (start < end) {
        addRange(shown, column + start - source, column + end - source);
      }
      column += text.length;
    }
  }
  return shown;
}

function addRange(
  ranges: Array<{ start: number; end: number }>,
  start: number,
  end: number,
) {
  const last = ranges[ranges.length - 1];
  if (last?.end === start) {
    last.end = end;
  } else {
    ranges.push({ start, end });
  }
}

function overwrite(
  runs: readonly TextRun[],
  column: number,
  run: TextRun,
): TextRun[] {
  const before = cut(runs, 0, column);
  const gap = column - lengthOf(before);
  const filling =
    gap > 0 ? [{ text: ' '.repeat(gap), style: PLAIN, source: NOWHERE }] : [];
  const after = cut(runs, column + run.text.length, Infinity);
  return [...before, ...filling, run, ...after];
}

function erase(
  runs: readonly TextRun[],
  what: 'after' | 'before' | 'all',
  column: number,
): TextRun[] {
  if (what === 'all') {
    return [];
  }
  if (what === 'after') {
    return cut(runs, 0, column);
  }
  const spaces = { text: ' '.repeat(column), style: PLAIN, source: NOWHERE };
  return [spaces, ...cut(runs, column, Infinity)];
}

function cut(runs: readonly TextRun[], start: number, end: number): TextRun[] {
  const kept: TextRun[] = [];
  let column = 0;
  for (const run of runs) {
    const from = Math.max(0, start - column);
    const to = Math.min(run.text.length, end - column);
    if (from < to) {
      kept.push({
        ...run,
        text: run.text.slice(from, to),
        source: run.source + from,
      });
    }
    column += run.text.length;
  }
  return kept;
}

function lengthOf(runs: readonly TextRun[]): number {
  return runs.reduce((sum, { text }) => sum + text.length, 0);
}
