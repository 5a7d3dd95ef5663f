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

import { shownPieces } from 'backstage-plugin-tekton-results-common';
import type { LogMatch } from '../LogArchive';

type Ranges = LogMatch['ranges'];

/** A line as a screen shows it, and where that was written. */
export interface ShownLine {
  readonly text: string;
  /** Where parts of the text were written, at most so many. */
  readonly written: (shown: Ranges, limit: number) => Ranges;
}

interface Piece {
  /** In the text that is shown. */
  readonly start: number;
  readonly end: number;
  /** In what was written; undefined: spaces that nobody wrote. */
  readonly source?: number;
}

/** What is to be seen of a line that holds control characters. */
export function shownLine(line: string): ShownLine {
  const pieces: Piece[] = [];
  const texts: string[] = [];
  let length = 0;
  for (const piece of shownPieces(line)) {
    const { source } = piece;
    const start = length;
    length += piece.length;
    pieces.push({ start, end: length, source });
    texts.push(
      source === undefined
        ? ' '.repeat(piece.length)
        : line.slice(source, source + piece.length),
    );
  }
  return {
    text: texts.join(''),
    written: (shown, limit) => writtenRanges(pieces, shown, limit),
  };
}

/** @param shown - in order, none within another */
function writtenRanges(
  pieces: readonly Piece[],
  shown: Ranges,
  limit: number,
): Ranges {
  const inOrder = isInOrder(pieces);
  const written: Array<{ start: number; end: number }> = [];
  let first = 0;
  for (const { start, end } of shown) {
    while (first < pieces.length && pieces[first].end <= start) {
      first += 1;
    }
    let isGoingOn = false;
    for (let at = first; at < pieces.length && pieces[at].start < end; at++) {
      const { source } = pieces[at];
      if (source === undefined) {
        continue;
      }
      const offset = source - pieces[at].start;
      const from = Math.max(start, pieces[at].start) + offset;
      const to = Math.min(end, pieces[at].end) + offset;
      if (isGoingOn && inOrder) {
        written[written.length - 1].end = to;
      } else if (written.length < limit) {
        written.push({ start: from, end: to });
      } else {
        return written;
      }
      isGoingOn = true;
    }
  }
  return written;
}

/** Then only control characters are between the parts of what was found. */
function isInOrder(pieces: readonly Piece[]): boolean {
  return pieces.every(
    ({ source }, index) =>
      source !== undefined &&
      (index === 0 || source > (pieces[index - 1].source ?? Infinity)),
  );
}
