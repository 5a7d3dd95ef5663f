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

import { type RefObject, useEffect } from 'react';
import { useShortcuts } from '../keys';

const ROW_LINKS = '[role="rowheader"] > a';
const ARROWS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/**
 * The keys of a list: `/` to the search, `j` and `k` from row to row, and from a row
 * the arrow keys too, `?` to the list of keys.
 */
export function useListKeys(
  region: RefObject<HTMLElement>,
  showKeys: () => void,
): void {
  useShortcuts(region, [
    {
      keys: '/',
      run: () =>
        region.current
          ?.querySelector<HTMLElement>('[role="search"] input')
          ?.focus(),
    },
    { keys: 'j', run: () => moveFocus(region.current, 1) },
    { keys: 'k', run: () => moveFocus(region.current, -1) },
    { keys: '?', run: showKeys },
  ]);

  useEffect(() => {
    const list = region.current;
    const onKeyDown = (event: KeyboardEvent) => {
      const by = ARROWS[event.key];
      const isPlain = !event.altKey && !event.ctrlKey && !event.metaKey;
      // Elsewhere they scroll the page, or belong to a control.
      if (by && isPlain && document.activeElement?.matches(ROW_LINKS)) {
        event.preventDefault();
        moveFocus(list, by);
      }
    };
    list?.addEventListener('keydown', onKeyDown);
    return () => list?.removeEventListener('keydown', onKeyDown);
  }, [region]);
}

function moveFocus(region: HTMLElement | null, by: number): void {
  const rows = [...(region?.querySelectorAll<HTMLElement>(ROW_LINKS) ?? [])];
  const current = document.activeElement?.closest('[role="row"]');
  const index = rows.findIndex(link => current?.contains(link));
  // From outside the rows either key leads to the first.
  const next = index === -1 ? 0 : index + by;
  rows[Math.min(Math.max(next, 0), rows.length - 1)]?.focus();
}
