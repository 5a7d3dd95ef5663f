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

/**
 * No element is made higher, in CSS pixels: browsers end at 17 million (Firefox)
 * and 33 million, less when the page is zoomed.
 */
export const MAX_HEIGHT = 5_000_000;

/** What decides where a row is in the height that is scrolled through. */
export interface ScrollShape {
  readonly count: number;
  /** Of a row, as far as it is not known better. */
  readonly rowHeight: number;
  /** Of what is seen at a time. */
  readonly viewHeight: number;
}

/** The height to scroll through. */
export function totalHeight({ count, rowHeight }: ScrollShape): number {
  return Math.min(count * rowHeight, MAX_HEIGHT);
}

/**
 * Where to scroll to so that a row, or a place between two, is at the top. Each
 * row has a place of its own even where the rows together are higher than
 * {@link MAX_HEIGHT}.
 */
export function scrollOfRow(shape: ScrollShape, row: number): number {
  const { scroll, rows } = ends(shape);
  return rows === 0 ? 0 : (Math.min(Math.max(row, 0), rows) / rows) * scroll;
}

/** The row at the top; between two rows it has a fraction. */
export function rowOfScroll(shape: ScrollShape, scrollTop: number): number {
  const { scroll, rows } = ends(shape);
  return scroll === 0
    ? 0
    : (Math.min(Math.max(scrollTop, 0), scroll) / scroll) * rows;
}

/** The last place to scroll to, and the row that is at the top there. */
function ends(shape: ScrollShape): { scroll: number; rows: number } {
  const { count, rowHeight, viewHeight } = shape;
  return {
    scroll: Math.max(0, totalHeight(shape) - viewHeight),
    rows: Math.max(0, count - viewHeight / rowHeight),
  };
}

/** Rows, both ends included; none if the last is before the first. */
export interface RowRange {
  readonly first: number;
  readonly last: number;
}

/** Drawn before and after what is seen. */
const EXTRA_ROWS = 25;
/** So few of them may be left before others are drawn. */
const FEW_ROWS = 8;

/** The rows to draw when some are seen. */
export function rowsAround(count: number, seen: RowRange): RowRange {
  return {
    first: Math.max(0, Math.min(seen.first, count - 1) - EXTRA_ROWS),
    last: Math.min(count - 1, seen.last + EXTRA_ROWS),
  };
}

/** Whether others should be drawn than are. */
export function needsOthers(
  count: number,
  drawn: RowRange,
  seen: RowRange,
): boolean {
  return (
    (drawn.first > 0 && seen.first - drawn.first < FEW_ROWS) ||
    (drawn.last < count - 1 && drawn.last - seen.last < FEW_ROWS)
  );
}
