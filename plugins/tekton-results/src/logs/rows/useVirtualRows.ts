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
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type RefObject,
} from 'react';
import {
  needsOthers,
  rowOfScroll,
  rowsAround,
  scrollOfRow,
  totalHeight,
  type RowRange,
} from './scrollMap';

/** After so long without scrolling the scrollbar is put right. */
const IDLE_MS = 150;
/** Before anything can be measured. */
const DEFAULT_VIEW_HEIGHT = 600;
const THIRD = 1 / 3;
const ROWS_BEFORE_MEASURED = 20;

/** Where a row comes to stand in the view. */
export type RowAlign = 'start' | 'third' | 'end' | 'nearest';

/** A row that keeps its place, in pixels from the top of what is scrolled. */
interface Pin {
  readonly row: number;
  readonly top: number;
}

/** Rows of which only those that are seen, and some around, are drawn. */
export interface VirtualRows {
  /** The element that scrolls, the one that is as high as all rows, the rows. */
  readonly regionRef: RefObject<HTMLDivElement>;
  readonly spacerRef: RefObject<HTMLDivElement>;
  readonly listRef: RefObject<HTMLOListElement>;
  readonly drawn: RowRange;
  readonly onScroll: () => void;
  readonly scrollTo: (row: number, align: RowAlign) => void;
  /** Whether the last row is in view as a whole. */
  readonly isAtEnd: () => boolean;
  /** The rows that are in view now. */
  readonly seen: () => RowRange;
}

/**
 * Draws a window of rows into a region that scrolls.
 *
 * The rows may have any height, and there may be more of them than fit into the
 * highest element that browsers make. So the place of a row is not computed from
 * its number. One row that is seen is pinned: whatever is drawn before it, changes
 * its height or arrives later, it stays where it is, and the others stand around
 * it. Small movements are thus exact. A movement beyond what is drawn goes to the
 * row that has the same share of all rows as the scrollbar has of its way. When
 * the two differ in the end, the scrollbar is moved, and the rows with it.
 */
export function useVirtualRows(options: {
  readonly count: number;
  readonly rowHeight: number;
  /** Whether the last row stays in view, also when others follow. */
  readonly sticky: boolean;
  /** Whether rows may be wider than the region. */
  readonly wide: boolean;
  /** The row that will be scrolled to first. */
  readonly startAt: number;
}): VirtualRows {
  const { count, sticky } = options;
  const regionRef = useRef<HTMLDivElement>(null);
  const spacerRef = useRef<HTMLDivElement>(null);
  const listRef = useRef<HTMLOListElement>(null);
  const pin = useRef<Pin>({ row: 0, top: 0 });
  const listTop = useRef(0);
  /** Whether to go to the very end as soon as it is drawn and so known. */
  const endWanted = useRef(false);
  const idle = useRef<ReturnType<typeof setTimeout>>();
  const [around, draw] = useState<RowRange>({
    first: options.startAt,
    last: options.startAt + ROWS_BEFORE_MEASURED,
  });
  const drawn = useMemo(() => rowsAround(count, around), [count, around]);
  const latest = useRef({ ...options, drawn });
  latest.current = { ...options, drawn };

  const shape = useCallback(() => {
    const viewHeight = regionRef.current?.clientHeight || DEFAULT_VIEW_HEIGHT;
    return { ...latest.current, viewHeight };
  }, []);

  /** The rows in view, by where they really are. */
  const seen = useCallback((): RowRange => {
    const region = regionRef.current;
    const list = listRef.current;
    const { first, last } = latest.current.drawn;
    if (!region || !list || list.offsetHeight === 0) {
      return { first, last };
    }
    const top = region.scrollTop - listTop.current;
    const bottom = top + region.clientHeight;
    const rows = list.children as HTMLCollectionOf<HTMLElement>;
    const at = (place: number) => {
      let low = 0;
      let high = rows.length - 1;
      while (low < high) {
        const middle = Math.floor((low + high + 1) / 2);
        if (rows[middle].offsetTop <= place) {
          low = middle;
        } else {
          high = middle - 1;
        }
      }
      return first + low;
    };
    return { first: at(top), last: at(bottom - 1) };
  }, []);

  /** Moves rows and scrollbar together: nobody sees it. */
  const shift = useCallback((by: number) => {
    const region = regionRef.current;
    const spacer = spacerRef.current;
    const list = listRef.current;
    if (!region || !spacer || !list || Math.abs(by) < 0.5) {
      return;
    }
    const goal = region.scrollTop + by;
    const needed = goal + region.clientHeight;
    if (spacer.offsetHeight < needed) {
      spacer.style.height = `${needed}px`;
    }
    listTop.current += by;
    pin.current = { row: pin.current.row, top: pin.current.top + by };
    list.style.transform = `translateY(${listTop.current}px)`;
    region.scrollTop = goal;
  }, []);

  /** Puts the rows that are drawn where they belong. */
  const place = useCallback(() => {
    const region = regionRef.current;
    const spacer = spacerRef.current;
    const list = listRef.current;
    if (!region || !spacer || !list) {
      return;
    }
    const { first, last } = latest.current.drawn;
    const child = list.children[pin.current.row - first] as
      | HTMLElement
      | undefined;
    if (child) {
      listTop.current = pin.current.top - child.offsetTop;
    }
    list.style.transform = `translateY(${listTop.current}px)`;
    const bottom = listTop.current + list.offsetHeight;
    const isEnd = last >= latest.current.count - 1;
    const total = totalHeight(shape());
    spacer.style.height = `${isEnd ? bottom : Math.max(total, bottom)}px`;
    if (first === 0) {
      shift(-listTop.current);
      if (isEnd) {
        spacer.style.height = `${list.offsetHeight}px`;
      }
    }
    // Else the width would change with every line that comes into view.
    const width = latest.current.wide ? list.offsetWidth : 0;
    if (width === 0 || width > spacer.offsetWidth) {
      spacer.style.minWidth = `${width}px`;
    }
    if (isEnd && (latest.current.sticky || endWanted.current)) {
      endWanted.current = false;
      region.scrollTop = region.scrollHeight;
    }
  }, [shape, shift]);

  /** Makes the scrollbar tell the truth again. */
  const settle = useCallback(() => {
    const region = regionRef.current;
    const { first, last } = latest.current.drawn;
    const isWhole = first === 0 || last >= latest.current.count - 1;
    if (!region || isWhole) {
      return;
    }
    const { row, top } = pin.current;
    const part = (region.scrollTop - top) / latest.current.rowHeight;
    shift(scrollOfRow(shape(), row + part) - region.scrollTop);
  }, [shape, shift]);

  const onScroll = useCallback(() => {
    const region = regionRef.current;
    const list = listRef.current;
    if (!region || !list || list.offsetHeight === 0) {
      return;
    }
    const { count: rows, drawn: old } = latest.current;
    const top = region.scrollTop;
    const height = region.clientHeight;
    const bottom = spacerRef.current?.offsetHeight ?? 0;
    const isAtBottom = top > 0 && top + height >= bottom - 1;
    endWanted.current = isAtBottom && old.last < rows - 1;
    const isFar =
      top + height < listTop.current ||
      top > listTop.current + list.offsetHeight;
    if (isFar) {
      const row = rowOfScroll(shape(), top);
      const first = Math.floor(row);
      pin.current = {
        row: first,
        top: top - (row - first) * latest.current.rowHeight,
      };
      const inView = Math.ceil(height / latest.current.rowHeight);
      draw({ first, last: first + inView });
    } else {
      const now = seen();
      const child = list.children[now.first - old.first] as HTMLElement;
      pin.current = { row: now.first, top: listTop.current + child.offsetTop };
      if (needsOthers(rows, old, now)) {
        draw(now);
      }
    }
    clearTimeout(idle.current);
    idle.current = setTimeout(settle, top <= 0 || isAtBottom ? 0 : IDLE_MS);
  }, [seen, settle, shape]);

  const scrollTo = useCallback(
    (wanted: number, align: RowAlign) => {
      const region = regionRef.current;
      const spacer = spacerRef.current;
      const { count: rows, rowHeight: height } = latest.current;
      const row = Math.max(0, Math.min(wanted, rows - 1));
      const now = seen();
      if (align === 'nearest' && row > now.first && row < now.last) {
        return;
      }
      const { viewHeight } = shape();
      const below = {
        start: 0,
        third: viewHeight * THIRD,
        end: viewHeight - height,
        nearest: row <= now.first ? 0 : viewHeight - 2 * height,
      }[align];
      endWanted.current = align === 'end' && row === rows - 1;
      const offset = Math.max(0, Math.min(below, row * height));
      const top = scrollOfRow(shape(), row - offset / height);
      pin.current = { row, top: top + offset };
      if (region && spacer) {
        const needed = top + viewHeight;
        if (spacer.offsetHeight < needed) {
          spacer.style.height = `${needed}px`;
        }
        region.scrollTop = top;
      }
      const inView = Math.ceil(viewHeight / height);
      draw({ first: row - inView, last: row + inView });
    },
    [seen, shape],
  );

  const isAtEnd = useCallback(() => {
    const region = regionRef.current;
    return (
      !region ||
      region.scrollTop + region.clientHeight >= region.scrollHeight - 2
    );
  }, []);

  useLayoutEffect(place);

  useLayoutEffect(() => {
    if (sticky) {
      scrollTo(count - 1, 'end');
    }
  }, [sticky, count, scrollTo]);

  useEffect(() => {
    const list = listRef.current;
    if (!list || typeof ResizeObserver === 'undefined') {
      return undefined;
    }
    const observer = new ResizeObserver(place);
    observer.observe(list);
    return () => observer.disconnect();
  }, [place]);

  useEffect(() => () => clearTimeout(idle.current), []);

  return {
    regionRef,
    spacerRef,
    listRef,
    drawn,
    onScroll,
    scrollTo,
    isAtEnd,
    seen,
  };
}
