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

import { hasControls, readControls } from './readControls';

/**
 * A part of a line as a terminal shows it.
 *
 * @public
 */
export interface ShownPiece {
  /** Where in what was written the text begins; undefined: spaces. */
  readonly source?: number;
  /** In UTF-16 units. */
  readonly length: number;
}

const SPACE = -1;

/**
 * What is to be seen of a line after all of it was written to a terminal, in the
 * order of its columns: a progress bar, which returns to its beginning, has its
 * last state. Takes time in proportion to the text, whatever it says.
 *
 * @public
 */
export function shownPieces(text: string): ShownPiece[] {
  if (!hasControls(text)) {
    return text === '' ? [] : [{ source: 0, length: text.length }];
  }
  const sources = new Int32Array(text.length);
  let column = 0;
  let length = 0;
  // What stands before this column are spaces; only what was written since the
  // last time is blanked again.
  let blankTo = 0;
  const blank = () => {
    sources.fill(SPACE, blankTo, Math.max(blankTo, column));
    blankTo = Math.max(blankTo, column);
  };
  for (const control of readControls(text)) {
    switch (control.kind) {
      case 'text':
        blankTo = Math.min(blankTo, column);
        for (let at = control.start; at < control.end; at += 1) {
          sources[column] = at;
          column += 1;
        }
        length = Math.max(length, column);
        break;
      case 'return':
        column = 0;
        break;
      case 'back':
        column = Math.max(0, column - 1);
        break;
      case 'erase':
        if (control.what !== 'after') {
          blank();
        }
        length = lengthAfter(control.what, { length, column });
        break;
      default:
    }
  }
  return joined(sources.subarray(0, length));
}

/**
 * The text of a line as a terminal shows it, without control sequences.
 *
 * @public
 */
export function shownText(text: string): string {
  return shownPieces(text)
    .map(({ source, length }) =>
      source === undefined
        ? ' '.repeat(length)
        : text.slice(source, source + length),
    )
    .join('');
}

function lengthAfter(
  erased: 'after' | 'before' | 'all',
  { length, column }: { length: number; column: number },
): number {
  switch (erased) {
    case 'all':
      return 0;
    case 'before':
      return Math.max(length, column);
    default:
      return Math.min(length, column);
  }
}

function joined(sources: Int32Array): ShownPiece[] {
  const pieces: ShownPiece[] = [];
  let start = 0;
  while (start < sources.length) {
    const source = sources[start];
    const step = source === SPACE ? 0 : 1;
    let end = start + 1;
    while (
      end < sources.length &&
      sources[end] === source + step * (end - start)
    ) {
      end += 1;
    }
    pieces.push({
      source: source === SPACE ? undefined : source,
      length: end - start,
    });
    start = end;
  }
  return pieces;
}
