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

import type { WaterfallRow } from './waterfallRows';

/** What a key does in a tree of rows. */
export type TreegridMove =
  | { readonly kind: 'focus'; readonly index: number }
  | { readonly kind: 'toggle'; readonly id: string }
  | { readonly kind: 'select' }
  | { readonly kind: 'none' };

const NONE: TreegridMove = { kind: 'none' };
const PAGE_ROWS = 10;
const LETTERS: Record<string, string> = { j: 'ArrowDown', k: 'ArrowUp' };

/**
 * What a key does, as the ARIA practices for a treegrid have it; with letters, if
 * they are shortcuts, for up and down.
 */
export function treegridMove(
  key: string,
  index: number,
  rows: readonly WaterfallRow[],
  options: { letters: boolean },
): TreegridMove {
  const row = rows[index];
  const focus = (to: number): TreegridMove => ({
    kind: 'focus',
    index: Math.min(rows.length - 1, Math.max(0, to)),
  });
  if (!row) {
    return rows.length > 0 ? focus(0) : NONE;
  }
  switch (options.letters ? LETTERS[key] ?? key : key) {
    case 'ArrowDown':
      return focus(index + 1);
    case 'ArrowUp':
      return focus(index - 1);
    case 'PageDown':
      return focus(index + PAGE_ROWS);
    case 'PageUp':
      return focus(index - PAGE_ROWS);
    case 'Home':
      return focus(0);
    case 'End':
      return focus(rows.length - 1);
    case 'ArrowRight':
      if (row.expanded === false) {
        return { kind: 'toggle', id: row.id };
      }
      return row.expanded ? focus(index + 1) : NONE;
    case 'ArrowLeft':
      if (row.expanded) {
        return { kind: 'toggle', id: row.id };
      }
      return row.parentId === undefined
        ? NONE
        : focus(rows.findIndex(({ id }) => id === row.parentId));
    case 'Enter':
      return { kind: 'select' };
    default:
      return NONE;
  }
}
