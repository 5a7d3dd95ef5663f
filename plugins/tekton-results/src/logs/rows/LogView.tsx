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
  forwardRef,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
  type ForwardedRef,
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
} from 'react';
import {
  lineTime,
  timeText,
  type LoadedLine,
  type LogLines,
  type TimeMode,
} from '../lines';
import { LogRow, type LineMatch } from './LogRow';
import rowStyles from './LogRow.module.css';
import { MatchMarks } from './MatchMarks';
import { allLines, type RowMap } from './RowMap';
import { rowAfterKey } from './rowAfterKey';
import styles from './LogView.module.css';
import { useVirtualRows, type RowAlign } from './useVirtualRows';

/** Height of a line that is not wrapped, in CSS pixels. */
const ROW_HEIGHT = 20;

/** Lines from one to another, both included. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

/** What can be done with a {@link LogView} from outside. */
export interface LogViewHandle {
  scrollToLine(
    line: number,
    options?: { readonly align?: RowAlign; readonly focus?: boolean },
  ): void;
  focus(): void;
}

/** Props of {@link LogView}. */
export interface LogViewProps {
  readonly label: string;
  readonly lines: LogLines;
  /** Only these lines are shown; all if absent. */
  readonly rows?: RowMap;
  /** Lines that are known without having been asked for. */
  readonly known?: ReadonlyMap<number, LoadedLine>;
  readonly wrap: boolean;
  readonly times: TimeMode;
  readonly startedAt?: string;
  readonly selected?: LineRange;
  readonly matches?: ReadonlyMap<number, LineMatch>;
  /** The line that will be scrolled to first; 1 if absent. */
  readonly startAt?: number;
  /** Stays at the end while lines are added. */
  readonly sticky: boolean;
  /** Stands after the last line. */
  readonly endNote?: ReactNode;
  /** Lines were marked; `extended`: more or less than were marked already. */
  readonly onSelect: (range: LineRange, extended: boolean) => void;
  /** The user scrolled; whether the end is in view. */
  readonly onScrolled: (atEnd: boolean) => void;
  readonly onShowRest: (line: LoadedLine) => void;
}

function View(props: LogViewProps, ref: ForwardedRef<LogViewHandle>) {
  const { lines, selected, matches, sticky, wrap, times, endNote } = props;
  const total = lines.total.count;
  const map = props.rows ?? allLines(total);
  const rowCount = map.count + (endNote ? 1 : 0);
  const virtual = useVirtualRows({
    count: rowCount,
    rowHeight: ROW_HEIGHT,
    sticky,
    wide: !wrap,
    startAt: map.rowOf(props.startAt ?? 1),
  });
  const { drawn, regionRef, listRef, scrollTo } = virtual;
  const [active, setActive] = useState(selected?.from);
  const focusLine = useRef<number>();
  const hadFocus = useRef(false);

  useImperativeHandle(
    ref,
    () => ({
      scrollToLine(line, { align = 'third', focus = false } = {}) {
        if (focus) {
          focusLine.current = line;
          setActive(line);
        }
        const isEnd = align === 'end' && line >= map.lineOf(map.count - 1);
        scrollTo(isEnd ? rowCount - 1 : map.rowOf(line), align);
      },
      focus: () => regionRef.current?.focus({ preventScroll: true }),
    }),
    [map, rowCount, regionRef, scrollTo],
  );

  const firstLine = map.count > 0 ? map.lineOf(Math.max(drawn.first, 0)) : 1;
  const lastLine =
    map.count > 0 ? map.lineOf(Math.min(drawn.last, map.count - 1)) : 1;
  const isFiltered = props.rows !== undefined;
  useEffect(() => {
    if (!isFiltered) {
      lines.show(firstLine, lastLine);
    }
  }, [lines, firstLine, lastLine, isFiltered]);

  useLayoutEffect(() => {
    const list = listRef.current;
    const wanted = focusLine.current;
    const button =
      wanted === undefined
        ? null
        : list?.querySelector<HTMLElement>(`[data-line="${wanted}"]`);
    if (button) {
      focusLine.current = undefined;
      button.focus({ preventScroll: true });
    } else if (hadFocus.current && document.activeElement === document.body) {
      // The line that had the focus is not drawn any more.
      hadFocus.current = false;
      regionRef.current?.focus({ preventScroll: true });
    }
  });

  const select = (line: number, extend: boolean) => {
    setActive(line);
    const from = extend && selected ? selected.from : line;
    props.onSelect(
      { from: Math.min(from, line), to: Math.max(from, line) },
      extend && selected !== undefined,
    );
  };

  const onClick = (event: MouseEvent) => {
    const line = lineOfButton(event.target);
    if (line !== undefined) {
      select(line, event.shiftKey);
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const line = lineOfButton(event.target);
    const now = virtual.seen();
    const next =
      line !== undefined &&
      rowAfterKey(event.key, {
        row: map.rowOf(line),
        count: map.count,
        page: Math.max(1, now.last - now.first - 1),
      });
    if (next === undefined || next === false) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    const nextLine = map.lineOf(next);
    focusLine.current = nextLine;
    setActive(nextLine);
    scrollTo(next, 'nearest');
    if (event.shiftKey) {
      select(nextLine, true);
    }
  };

  const drawnRows = Array.from(
    { length: Math.max(0, drawn.last - drawn.first + 1) },
    (_, index) => drawn.first + index,
  );
  const activeRow = active === undefined ? -1 : map.rowOf(active);
  const isActiveDrawn = activeRow >= drawn.first && activeRow <= drawn.last;
  const tabbableRow = isActiveDrawn ? activeRow : virtual.seen().first;

  return (
    <div className={styles.frame}>
      <div
        ref={regionRef}
        className={styles.region}
        role="log"
        aria-live="off"
        aria-label={props.label}
        // It scrolls, so the keyboard must reach it.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        dir="ltr"
        style={
          {
            '--log-row-height': `${ROW_HEIGHT}px`,
            '--log-digits': String(Math.max(total, 100)).length,
          } as CSSProperties
        }
        onScroll={() => {
          virtual.onScroll();
          props.onScrolled(virtual.isAtEnd());
        }}
      >
        <div ref={virtual.spacerRef} className={styles.spacer}>
          {/* Keys and clicks come from the buttons in it. */}
          {/* eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions */}
          <ol
            ref={listRef}
            className={`${styles.list} ${wrap ? rowStyles.wrap : ''}`}
            onClick={onClick}
            onKeyDown={onKeyDown}
            onFocus={() => {
              hadFocus.current = true;
            }}
            onBlur={event => {
              hadFocus.current = event.relatedTarget === null;
            }}
          >
            {drawnRows.map(row => {
              if (row >= map.count) {
                return (
                  <li key="end" className={styles.endNote}>
                    {endNote}
                  </li>
                );
              }
              const number = map.lineOf(row);
              const line = lines.line(number) ?? props.known?.get(number);
              return (
                <LogRow
                  key={number}
                  number={number}
                  line={line}
                  position={number}
                  setSize={lines.total.exact ? total : -1}
                  time={
                    times === 'off'
                      ? undefined
                      : timeText(times, {
                          time: line && lineTime(line).time,
                          startedAt: props.startedAt,
                          previous: timeOf(lines.line(number - 1)),
                        })
                  }
                  match={matches?.get(number)}
                  selected={
                    selected !== undefined &&
                    number >= selected.from &&
                    number <= selected.to
                  }
                  tabbable={row === tabbableRow}
                  onShowRest={props.onShowRest}
                />
              );
            })}
          </ol>
        </div>
      </div>
      {matches && <MatchMarks matches={matches} map={map} />}
    </div>
  );
}

/**
 * The lines of a log in a region of its own that scrolls. Only what is seen is in
 * the document; screen readers are told the number of each line and of all.
 */
export const LogView = forwardRef<LogViewHandle, LogViewProps>(View);

function timeOf(line: LoadedLine | undefined): string | undefined {
  return line && lineTime(line).time;
}

function lineOfButton(target: EventTarget): number | undefined {
  const line =
    target instanceof HTMLElement ? Number(target.dataset.line) : NaN;
  return Number.isNaN(line) ? undefined : line;
}
