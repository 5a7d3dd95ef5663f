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

import { RiArrowDownSLine, RiArrowRightSLine } from '@remixicon/react';
import { useFormat } from '../../format';
import { useTexts } from '../../translation';
import { taskTitle } from '../location';
import { SmallStatus } from '../tasks';
import { rowDuration, rowStatus } from './rowFacts';
import type { TimeScale } from './timeScale';
import { useRowText } from './useRowText';
import { WaterfallBar } from './WaterfallBar';
import type { WaterfallRow } from './waterfallRows';
import styles from './Waterfall.module.css';

/** Props of {@link WaterfallRowView}. */
export interface WaterfallRowViewProps {
  readonly row: WaterfallRow;
  readonly rowIndex: number;
  readonly scale: TimeScale;
  /** Where it is drawn; below the row before it if absent. */
  readonly offsetPx?: number;
  readonly selected: boolean;
  readonly tabStop: boolean;
  readonly onToggle: (id: string) => void;
  readonly onSelect: (row: WaterfallRow) => void;
}

/** A task, or a part of one, with its bar. */
export function WaterfallRowView(props: WaterfallRowViewProps) {
  const { row, rowIndex, scale, offsetPx, selected, tabStop } = props;
  const { onToggle, onSelect } = props;
  const t = useTexts();
  const format = useFormat();
  const text = useRowText(row);
  const durationMs = rowDuration(row);
  const classNames = [
    styles.row,
    styles.taskRow,
    selected && styles.selected,
    row.startsFinally && styles.divided,
    offsetPx !== undefined && styles.placed,
  ];

  return (
    // Its keys are those of the grid.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      role="row"
      data-row-id={row.id}
      className={classNames.filter(Boolean).join(' ')}
      style={
        offsetPx === undefined
          ? undefined
          : { transform: `translateY(${offsetPx}px)` }
      }
      aria-label={text}
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-rowindex={rowIndex}
      aria-expanded={row.expanded}
      aria-selected={selected}
      tabIndex={tabStop ? 0 : -1}
      onClick={() => onSelect(row)}
    >
      {row.startsFinally && (
        <span className={styles.divider} aria-hidden="true">
          {t('waterfall.finally')}
        </span>
      )}
      <span
        role="rowheader"
        className={styles.name}
        style={{ paddingInlineStart: `${(row.level - 1) * 1.25}rem` }}
      >
        <Toggle row={row} onToggle={onToggle} />
        <SmallStatus status={rowStatus(row)} />
        <span className={styles.title}>
          {row.attempt &&
            t('tasks.attempt', { number: `${row.attempt.number}` })}
          {row.members && row.members[0].task.name}
          {row.keyed && !row.attempt && taskTitle(row.keyed.task)}
        </span>
        {row.members && (
          <span className={styles.count}>
            {t('waterfall.members', { count: row.members.length })}
          </span>
        )}
      </span>
      <span role="gridcell" className={styles.bars}>
        <WaterfallBar row={row} scale={scale} />
      </span>
      <span role="gridcell" className={styles.duration}>
        {durationMs === undefined ? '–' : format.duration(durationMs)}
      </span>
    </div>
  );
}

/** Only for the mouse: the keyboard has the arrows. */
function Toggle({
  row,
  onToggle,
}: Pick<WaterfallRowViewProps, 'row' | 'onToggle'>) {
  if (row.expanded === undefined) {
    return <span className={styles.noToggle} />;
  }
  return (
    // Who has no pointer opens the row itself, with the arrow keys of the grid.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
    <span
      className={styles.toggle}
      aria-hidden="true"
      onClick={event => {
        event.stopPropagation();
        onToggle(row.id);
      }}
    >
      {row.expanded ? (
        <RiArrowDownSLine size="1.25em" />
      ) : (
        <RiArrowRightSLine size="1.25em" />
      )}
    </span>
  );
}
