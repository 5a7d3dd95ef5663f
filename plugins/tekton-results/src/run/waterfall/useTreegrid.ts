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
  type FocusEvent,
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useRef,
  useState,
} from 'react';
import { useSingleKeys } from '../../keys';
import { treegridMove } from './treegridMove';
import type { WaterfallRow } from './waterfallRows';

/** Options of {@link useTreegrid}. */
export interface TreegridOptions {
  readonly grid: RefObject<HTMLElement>;
  readonly rows: readonly WaterfallRow[];
  readonly selectedId?: string;
  readonly onToggle: (id: string) => void;
  readonly onSelect: (row: WaterfallRow) => void;
  /** Draws a row that may not be drawn. */
  readonly reveal?: (index: number) => void;
}

/** Moves the focus between rows: the grid is one stop for Tab. */
export function useTreegrid(options: TreegridOptions) {
  const { grid, rows, selectedId, onToggle, onSelect, reveal } = options;
  const { enabled: letters } = useSingleKeys();
  const [activeId, setActiveId] = useState<string>();
  const wanted = useRef<string>();

  const active =
    rows.find(({ id }) => id === activeId) ??
    rows.find(({ id }) => id === selectedId) ??
    rows.at(0);

  // A row that had to be drawn first can only be focused afterwards.
  useEffect(() => {
    const element = wanted.current && findRow(grid.current, wanted.current);
    if (element) {
      wanted.current = undefined;
      element.focus();
    }
  });

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    const index = rows.findIndex(({ id }) => id === active?.id);
    const move = treegridMove(event.key, index, rows, { letters });
    if (move.kind === 'none') {
      return;
    }
    event.preventDefault();
    if (move.kind === 'toggle') {
      onToggle(move.id);
    } else if (move.kind === 'select') {
      onSelect(rows[index]);
    } else {
      wanted.current = rows[move.index].id;
      reveal?.(move.index);
      setActiveId(rows[move.index].id);
    }
  };
  const onFocus = (event: FocusEvent) => {
    const id = (event.target as HTMLElement).dataset.rowId;
    if (id !== undefined) {
      setActiveId(id);
    }
  };
  return { tabStopId: active?.id, onKeyDown, onFocus };
}

function findRow(
  grid: HTMLElement | null,
  id: string,
): HTMLElement | undefined {
  const rows = grid?.querySelectorAll<HTMLElement>('[data-row-id]') ?? [];
  return Array.from(rows).find(row => row.dataset.rowId === id);
}
