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

import {
  hasControls,
  readControls,
  shownPieces,
} from 'backstage-plugin-tekton-results-common';
import { applySgr } from './applySgr';
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
  const { looks, endStyle } = looksOf(text, startStyle);
  const runs = shownPieces(text).map(({ source, length }) =>
    source === undefined
      ? { text: ' '.repeat(length), style: PLAIN, source: NOWHERE }
      : {
          text: text.slice(source, source + length),
          style: lookAt(looks, source),
          source,
        },
  );
  return { runs, endStyle };
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

/** From a place in what was written on. */
interface Look {
  readonly from: number;
  readonly style: TextStyle;
}

function looksOf(text: string, startStyle: TextStyle) {
  const looks: Look[] = [];
  let style = startStyle;
  for (const control of readControls(text)) {
    if (control.kind === 'text') {
      looks.push({ from: control.start, style });
    } else if (control.kind === 'style') {
      style = applySgr(style, control.parameters);
    }
  }
  return { looks, endStyle: style };
}

/** The last one that begins at a place or before it. */
function lookAt(looks: readonly Look[], place: number): TextStyle {
  let low = 0;
  let high = looks.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (looks[middle].from <= place) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return looks[low].style;
}
