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

import type { RefObject } from 'react';
import { useShortcuts } from '../keys';

/**
 * The keys of a list: `/` to the search, `j` and `k` from row to row, `?` to the
 * list of keys.
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
}

function moveFocus(region: HTMLElement | null, by: 1 | -1): void {
  const rows = [
    ...(region?.querySelectorAll<HTMLElement>('[role="rowheader"] > a') ?? []),
  ];
  const current = document.activeElement?.closest('[role="row"]');
  const index = rows.findIndex(link => current?.contains(link));
  // From outside the rows either key leads to the first.
  const next = index === -1 ? 0 : index + by;
  rows[Math.min(Math.max(next, 0), rows.length - 1)]?.focus();
}
