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
  isFinished,
  type RunSummary,
} from 'backstage-plugin-tekton-results-common';
import { type KeyboardEvent, useRef, useState } from 'react';
import { Link } from 'react-router-dom';
import { useFormat } from '../format';
import { runTitle } from '../runs';
import { StatusIcon, statusLook } from '../status';
import { useTexts } from '../translation';
import { barHeights } from './barHeights';
import styles from './RunStrip.module.css';

const STEPS: Record<string, (index: number, last: number) => number> = {
  ArrowLeft: index => Math.max(index - 1, 0),
  ArrowRight: (index, last) => Math.min(index + 1, last),
  Home: () => 0,
  End: (_, last) => last,
};

/** Props of {@link RunStrip}. */
export interface RunStripProps {
  /** Newest first. */
  readonly runs: readonly RunSummary[];
  readonly pathOf: (run: RunSummary) => string;
}

/** A bar for each run, oldest left: its height is the duration. */
export function RunStrip({ runs, pathOf }: RunStripProps) {
  const t = useTexts();
  const format = useFormat();
  const list = useRef<HTMLUListElement>(null);
  const inOrder = [...runs].reverse();
  const last = inOrder.length - 1;
  const heights = barHeights(inOrder.map(({ durationMs }) => durationMs));
  const [chosen, setChosen] = useState<number>();
  // The newest one is where Tab leads, until somebody moved on.
  const current = Math.min(chosen ?? last, last);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step) {
      event.preventDefault();
      const next = step(current, last);
      setChosen(next);
      list.current?.querySelectorAll('a')[next]?.focus();
    }
  };
  const nameOf = (run: RunSummary) => {
    const took = isFinished(run.status) ? run.durationMs : undefined;
    return t('card.run', {
      status: t(`status.${run.status}`),
      title: runTitle(run),
      duration: took === undefined ? '–' : format.duration(took),
      time: format.dateTime(run.startedAt ?? run.createdAt),
    });
  };

  return (
    // Arrow keys move among the links, which is one stop for Tab.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <ul
      ref={list}
      className={styles.strip}
      aria-label={t('card.strip')}
      onKeyDown={onKeyDown}
    >
      {inOrder.map((run, index) => (
        <li key={`${run.cluster}/${run.uid}`} className={styles.item}>
          <Link
            className={styles.link}
            to={pathOf(run)}
            tabIndex={index === current ? 0 : -1}
            aria-label={nameOf(run)}
            title={nameOf(run)}
            onFocus={() => setChosen(index)}
          >
            <span
              className={`${styles.bar} ${styles[statusLook[run.status].tone]}`}
              style={{ height: `${heights[index] * 100}%` }}
            />
            <StatusIcon look={statusLook[run.status]} />
          </Link>
        </li>
      ))}
    </ul>
  );
}
