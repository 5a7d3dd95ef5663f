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
import { VisuallyHidden } from '@backstage/ui';
import { useId } from 'react';
import { Link } from 'react-router-dom';
import { Duration, Time, useFormat } from '../format';
import { PlaceChip, StatusChip } from '../status';
import { useTexts } from '../translation';
import { FailureLine } from './FailureLine';
import { runPath } from './runLinks';
import styles from './RunsTable.module.css';
import { runTitle } from './runTitle';
import { SourceFacts } from './SourceFacts';

/** Props of {@link RunRow}. */
export interface RunRowProps {
  readonly run: RunSummary;
}

/** A run in the list; the whole row leads to its page. */
export function RunRow({ run }: RunRowProps) {
  const t = useTexts();
  const format = useFormat();
  const messageId = useId();
  const title = runTitle(run);

  return (
    <tr className={styles.row}>
      <td className={styles.status}>
        <StatusChip status={run.status} message={run.message} />
        {run.reason && run.reason !== t(`status.${run.status}`) && (
          <span className={styles.small}>{run.reason}</span>
        )}
        {run.message && (
          <VisuallyHidden id={messageId}>{run.message}</VisuallyHidden>
        )}
      </td>
      <th scope="row" className={styles.run}>
        <Link
          className={styles.link}
          to={runPath(run)}
          aria-describedby={run.message && messageId}
        >
          {title}{' '}
          {title !== run.name && (
            <span className={styles.name}>{run.name}</span>
          )}
        </Link>
        {run.kind !== 'PipelineRun' && (
          <span className={styles.small}>{run.kind}</span>
        )}
        <FailureLine run={run} className={styles.failure} />
      </th>
      <td className={styles.pipeline}>
        {run.pipeline ??
          (run.task && t('runs.task', { name: run.task })) ??
          '–'}
      </td>
      <td className={styles.source}>
        <SourceFacts source={run.source} />
      </td>
      <td className={styles.time}>
        {run.startedAt ? (
          <Time value={run.startedAt} relative />
        ) : (
          t('runs.notStarted')
        )}
      </td>
      <td className={styles.duration}>
        <Duration
          startedAt={run.startedAt}
          durationMs={run.durationMs}
          running={!isFinished(run.status)}
        />
      </td>
      <td className={styles.where}>
        <PlaceChip goneAt={run.goneAt} />
        <span className={styles.small}>
          {run.cluster} / {run.namespace}
        </span>
        {run.goneAt && (
          <span className={styles.small}>
            {t('place.since', { time: format.dateTime(run.goneAt) })}
          </span>
        )}
      </td>
    </tr>
  );
}
