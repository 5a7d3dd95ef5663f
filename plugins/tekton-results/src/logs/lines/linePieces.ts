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

import type { ParsedLine, TextStyle } from '../ansi';

/** A part of a line with one look. */
export interface Piece {
  readonly text: string;
  readonly style: TextStyle;
  /** What was searched for; `current` if it is the one the user is at. */
  readonly mark?: 'found' | 'current';
}

/** Pieces that lead to one address, or to none. */
export interface LinePart {
  readonly href?: string;
  readonly pieces: readonly Piece[];
}

/** A part of the text of a line as it is seen, in UTF-16 units. */
export interface Marked {
  readonly start: number;
  readonly end: number;
  readonly current?: boolean;
}

const ADDRESS = /https?:\/\/[^\s<>"'`\\]+/g;
/** What ends a sentence or a bracket rather than an address. */
const AFTER_ADDRESS = /[.,;:!?)\]}]+$/;

/** Cuts a line into what can be drawn: addresses, looks, and marks. */
export function linePieces(
  { runs }: ParsedLine,
  marks: readonly Marked[] = [],
): LinePart[] {
  const text = runs.map(run => run.text).join('');
  const addresses = addressesIn(text);
  const edges = new Set<number>();
  [...addresses, ...marks].forEach(({ start, end }) =>
    edges.add(start).add(end),
  );
  const cuts = [...edges].sort((a, b) => a - b);
  const parts: Array<{ at?: number; href?: string; pieces: Piece[] }> = [];
  let column = 0;
  for (const run of runs) {
    const end = column + run.text.length;
    let from = column;
    for (const to of [...between(cuts, from, end), end]) {
      const piece = {
        text: text.slice(from, to),
        style: run.style,
        mark: markAt(marks, from, to),
      };
      const address = addressAt(addresses, from, to);
      const last = parts[parts.length - 1];
      if (last && last.at === address?.start) {
        last.pieces.push(piece);
      } else {
        const { start: at, href } = address ?? {};
        parts.push({ at, href, pieces: [piece] });
      }
      from = to;
    }
    column = end;
  }
  return parts.map(({ href, pieces }) => ({ href, pieces }));
}

function addressesIn(text: string) {
  return [...text.matchAll(ADDRESS)].map(({ 0: found, index }) => {
    const href = found.replace(AFTER_ADDRESS, '');
    return { href, start: index, end: index + href.length };
  });
}

function between(cuts: readonly number[], from: number, to: number) {
  return cuts.filter(at => at > from && at < to);
}

function addressAt(
  addresses: ReturnType<typeof addressesIn>,
  from: number,
  to: number,
) {
  return addresses.find(({ start, end }) => start <= from && to <= end);
}

function markAt(marks: readonly Marked[], from: number, to: number) {
  const mark = marks.find(({ start, end }) => start <= from && to <= end);
  if (!mark) {
    return undefined;
  }
  return mark.current ? ('current' as const) : ('found' as const);
}
