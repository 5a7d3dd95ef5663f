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

import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { useTexts } from '../../translation';
import { findTask, type RunLocationState } from '../location';
import { ticksOf, type TimeScale } from './timeScale';
import { useTreegrid } from './useTreegrid';
import { WaterfallAxis } from './WaterfallAxis';
import { WaterfallRowView } from './WaterfallRowView';
import type { WaterfallRow } from './waterfallRows';
import styles from './Waterfall.module.css';

/** With more rows, only those that are seen are drawn. */
const MAX_DRAWN_ROWS = 300;
const MAX_TICKS = 6;
const ROW_HEIGHT_PX = 36;
const DIVIDED_ROW_HEIGHT_PX = 64;
const EXTRA_ROWS = 20;
const ROWS_ABOVE = 1;

/** Props of {@link WaterfallGrid}. */
export interface WaterfallGridProps {
  readonly rows: readonly WaterfallRow[];
  readonly scale: TimeScale;
  /** From when the time on the axis counts. */
  readonly startMs: number;
  readonly location: RunLocationState;
  readonly onToggle: (id: string) => void;
}

/** The rows of a waterfall below their axis. */
export function WaterfallGrid(props: WaterfallGridProps) {
  const { rows, scale, startMs, location, onToggle } = props;
  const t = useTexts();
  const box = useRef<HTMLDivElement>(null);
  const windowed = rows.length > MAX_DRAWN_ROWS;
  const virtualizer = useVirtualizer({
    count: rows.length,
    enabled: windowed,
    getScrollElement: () => box.current,
    estimateSize: index =>
      rows[index].startsFinally ? DIVIDED_ROW_HEIGHT_PX : ROW_HEIGHT_PX,
    overscan: EXTRA_ROWS,
  });

  const select = ({ keyed, attempt, id }: WaterfallRow) =>
    keyed
      ? location.goTo({
          task: keyed.key,
          attempt: attempt?.number ?? null,
        })
      : onToggle(id);
  const selectedId = selectedRow(rows, location)?.id;
  const { tabStopId, onKeyDown, onFocus } = useTreegrid({
    grid: box,
    rows,
    selectedId,
    onToggle,
    onSelect: select,
    reveal: windowed ? index => virtualizer.scrollToIndex(index) : undefined,
  });

  const ticks = ticksOf(scale, startMs, MAX_TICKS);
  const drawn = windowed
    ? virtualizer
        .getVirtualItems()
        .map(({ index, start }) => ({ row: rows[index], index, start }))
    : rows.map((row, index) => ({ row, index, start: undefined }));

  return (
    // Keys move between the rows, which are what has the focus.
    // eslint-disable-next-line jsx-a11y/interactive-supports-focus
    <div
      className={styles.grid}
      role="treegrid"
      aria-label={t('waterfall.title')}
      aria-rowcount={rows.length + ROWS_ABOVE}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
    >
      <WaterfallAxis ticks={ticks} />
      <div
        ref={box}
        role="rowgroup"
        className={windowed ? styles.window : styles.body}
      >
        <div
          role="presentation"
          className={styles.rows}
          style={
            windowed ? { height: `${virtualizer.getTotalSize()}px` } : undefined
          }
        >
          <div className={styles.lines} aria-hidden="true">
            <div className={styles.lineArea}>
              {ticks.map(({ ms, percent }) => (
                <span
                  key={ms}
                  className={styles.line}
                  style={{ insetInlineStart: `${percent}%` }}
                />
              ))}
            </div>
          </div>
          {drawn.map(({ row, index, start }) => (
            <WaterfallRowView
              key={row.id}
              row={row}
              rowIndex={index + ROWS_ABOVE + 1}
              scale={scale}
              offsetPx={start}
              selected={row.id === selectedId}
              tabStop={row.id === tabStopId}
              onToggle={onToggle}
              onSelect={select}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

function selectedRow(
  rows: readonly WaterfallRow[],
  { location }: RunLocationState,
): WaterfallRow | undefined {
  const keyed = rows.flatMap(row => row.keyed ?? []);
  const key = findTask(keyed, location.task)?.key;
  const ofTask = rows.filter(
    row => key !== undefined && row.keyed?.key === key,
  );
  return (
    ofTask.find(({ attempt }) => attempt?.number === location.attempt) ??
    ofTask[0]
  );
}
