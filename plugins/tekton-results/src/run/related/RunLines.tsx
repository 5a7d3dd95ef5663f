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
import { Link } from 'react-router-dom';
import { Duration, Time } from '../../format';
import { useClusterTitle } from '../../health';
import { runPath } from '../../routing';
import { runTitle } from '../../runs';
import { PlaceChip, StatusChip } from '../../status';
import { useTexts } from '../../translation';
import styles from './Related.module.css';

/** Props of {@link RunLines}. */
export interface RunLinesProps {
  readonly label: string;
  readonly lines: ReadonlyArray<{
    readonly run: RunSummary;
    /** What the run has to do with another. */
    readonly note?: string;
  }>;
  /** The way from here to the list that the pages of the runs are below. */
  readonly base: string;
  /** What the pages are to show, with a question mark in front. */
  readonly query?: string;
}

/** A short list of runs, each a link. */
export function RunLines({ label, lines, base, query = '' }: RunLinesProps) {
  const t = useTexts();
  const clusterTitle = useClusterTitle();
  return (
    <ul className={styles.lines} aria-label={label}>
      {lines.map(({ run, note }) => {
        const title = runTitle(run);
        return (
          <li key={`${run.cluster}/${run.uid}`} className={styles.line}>
            <span className={styles.status}>
              <StatusChip status={run.status} message={run.message} />
            </span>
            <span className={styles.run}>
              {note && <span className={styles.note}>{note}</span>}
              <Link
                className={styles.link}
                to={`${base}/${runPath(run)}${query}`}
              >
                {title}
              </Link>
              <span className={styles.note}>
                {run.kind} {title === run.name ? '' : <code>{run.name}</code>}{' '}
                {t('runs.place', {
                  cluster: clusterTitle(run.cluster),
                  namespace: run.namespace,
                })}
              </span>
            </span>
            <span className={styles.when}>
              {run.startedAt ? (
                <Time value={run.startedAt} relative />
              ) : (
                t('runs.notStarted')
              )}
            </span>
            <span className={styles.duration}>
              <Duration
                startedAt={run.startedAt}
                durationMs={run.durationMs}
                running={!isFinished(run.status)}
              />
            </span>
            <span>
              <PlaceChip goneAt={run.goneAt} />
            </span>
          </li>
        );
      })}
    </ul>
  );
}
