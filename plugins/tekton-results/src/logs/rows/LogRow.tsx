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
  RiBugLine,
  RiErrorWarningLine,
  RiFolderLine,
  RiInformationLine,
  RiAlertLine,
} from '@remixicon/react';
import { memo, useMemo } from 'react';
import { parseLine, shownRanges } from '../ansi';
import {
  lineLevel,
  linePieces,
  lineTime,
  type LineLevel,
  type LoadedLine,
  type LostLines,
} from '../lines';
import { useTexts, type Texts } from '../../translation';
import { LineText } from './LineText';
import styles from './LogRow.module.css';

const ICONS: Record<LineLevel, typeof RiAlertLine> = {
  error: RiErrorWarningLine,
  warning: RiAlertLine,
  notice: RiInformationLine,
  debug: RiBugLine,
  group: RiFolderLine,
};

/** So much of a line is drawn; the rest is in the download. */
export const MAX_LINE_CHARACTERS = 512 * 1024;

/** What was found in a line, in UTF-16 units of what was written. */
export interface LineMatch {
  readonly ranges: ReadonlyArray<{
    readonly start: number;
    readonly end: number;
  }>;
  readonly current: boolean;
}

/** Props of {@link LogRow}. */
export interface LogRowProps {
  readonly number: number;
  /** Undefined: on its way. */
  readonly line?: LoadedLine;
  readonly setSize: number;
  readonly position: number;
  /** What is written beside the line; undefined: nothing, and no room for it. */
  readonly time?: string;
  readonly match?: LineMatch;
  readonly selected: boolean;
  readonly tabbable: boolean;
  readonly onShowRest: (line: LoadedLine) => void;
}

function Row(props: LogRowProps) {
  const { number, line, time, match, selected } = props;
  const t = useTexts();
  const shown = useMemo(() => line && showLine(line, match), [line, match]);
  const level = shown?.level;
  const Icon = level && ICONS[level];
  const classes = [
    styles.row,
    selected && styles.selected,
    level && styles[level],
    line?.lost && styles.lost,
  ];

  return (
    <li
      className={classes.filter(Boolean).join(' ')}
      aria-posinset={props.position}
      aria-setsize={props.setSize}
      aria-busy={line ? undefined : true}
    >
      <button
        type="button"
        className={styles.number}
        data-line={number}
        tabIndex={props.tabbable ? 0 : -1}
        aria-label={t('logs.line', { number: String(number) })}
        aria-pressed={selected}
      >
        {number}
      </button>
      {time !== undefined && <span className={styles.time}>{time}</span>}
      <span className={styles.text}>
        {level && Icon && (
          <Icon
            className={styles.icon}
            size="1em"
            role="img"
            aria-label={t(`logs.level.${level}`)}
          />
        )}
        {shown ? <LineText parts={shown.parts} /> : '…'}
        {line?.lost && lostText(t, line.lost, number)}
        {line?.cutFrom !== undefined &&
          line.text.length >= MAX_LINE_CHARACTERS && (
            <span className={styles.inDownload}>
              {t('logs.restInDownload')}
            </span>
          )}
        {line?.cutFrom !== undefined &&
          line.text.length < MAX_LINE_CHARACTERS && (
            <button
              type="button"
              className={styles.rest}
              onClick={() => props.onShowRest(line)}
            >
              {t('logs.showRest', { kib: kib(line) })}
            </button>
          )}
      </span>
    </li>
  );
}

/** A line of a log with its number, which is a button. */
export const LogRow = memo(Row);

function showLine(line: LoadedLine, match: LineMatch | undefined) {
  const { skip } = lineTime(line);
  const levelled = lineLevel(line.text.slice(skip));
  const hidden = skip + levelled.skip;
  const parsed = parseLine(line.text.slice(hidden), line.startStyle);
  const ranges = match?.ranges.map(({ start, end }) => ({
    start: start - hidden,
    end: end - hidden,
  }));
  const marks = ranges && shownRanges(parsed, ranges);
  return {
    level: levelled.level,
    parts: linePieces(
      parsed,
      marks?.map(mark => ({ ...mark, current: match?.current })),
    ),
  };
}

/** The first one of lost lines tells how many they are. */
function lostText(t: Texts, { from, to }: LostLines, number: number): string {
  return number === from && to > from
    ? t('logs.lost.lines', { from: String(from), to: String(to) })
    : t('logs.lost.line');
}

function kib({ cutFrom = 0, text }: LoadedLine): string {
  return String(Math.max(1, Math.round((cutFrom - text.length) / 1024)));
}
