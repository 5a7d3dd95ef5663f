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

import type { RunStatistics } from 'backstage-plugin-tekton-results-common';
import { useFormat } from '../format';
import { StatusIcon, statusLook } from '../status';
import { useTexts } from '../translation';
import { MIN_RUNS_FOR_RATE, statusCounts } from './statusCounts';
import styles from './SummaryLine.module.css';
import { upperDuration } from './usualDuration';

/** Props of {@link SummaryLine}. */
export interface SummaryLineProps {
  readonly statistics: RunStatistics;
  /** Whether runs of all statuses are among them, so that shares mean something. */
  readonly allStatuses: boolean;
}

/** What the runs of the list add up to, in a line. */
export function SummaryLine({ statistics, allStatuses }: SummaryLineProps) {
  const t = useTexts();
  const format = useFormat();
  const { durations, successRate, exact } = statistics;
  const { counts, rated, succeeded } = statusCounts(statistics);

  return (
    <p className={styles.summary}>
      <span className={styles.counts}>
        {counts.map(({ status, count }) => (
          <span key={status} className={styles.count}>
            <StatusIcon look={statusLook[status]} />
            {t('runs.taskCount', {
              formatted: format.number(count),
              status: t(`status.${status}`),
            })}
          </span>
        ))}
      </span>
      {allStatuses && successRate !== undefined && (
        <span>
          {rated < MIN_RUNS_FOR_RATE
            ? t('runs.rateOf', {
                succeeded: format.number(succeeded),
                rated: format.number(rated),
              })
            : t('runs.rate', { rate: format.percent(successRate) })}
        </span>
      )}
      {durations && (
        <span>
          {t('runs.usual', {
            p50: format.duration(durations.p50Ms),
            upper: t(`runs.upper.${upperDuration(durations).name}`),
            upperTime: format.duration(upperDuration(durations).ms),
            formatted: format.number(durations.count),
          })}
        </span>
      )}
      {!exact && <span>{t('runs.newestCounted')}</span>}
    </p>
  );
}
