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

import { VisuallyHidden } from '@backstage/ui';
import {
  type DurationStatistics,
  isFinished,
  type RunSummary,
} from 'backstage-plugin-tekton-results-common';
import { memo, useEffect, useId, useRef } from 'react';
import { Link } from 'react-router-dom';
import type { FieldValue } from '../filters';
import { Time } from '../format';
import { useClusterTitle, useIsWatched } from '../health';
import { runPath } from '../routing';
import { PinChip, PlaceChip, StatusChip } from '../status';
import { useTexts } from '../translation';
import { FailureLine } from './FailureLine';
import { FilterText } from './FilterText';
import { RunDuration } from './RunDuration';
import styles from './RunsTable.module.css';
import { runTitle } from './runTitle';
import { SourceFacts } from './SourceFacts';
import { TaskBar } from './TaskBar';
import { tellingReason } from './tellingReason';

/** Props of {@link RunRow}. */
export interface RunRowProps {
  readonly run: RunSummary;
  readonly usualDuration?: DurationStatistics;
  readonly onFilter: (value: FieldValue) => void;
  readonly onOpen: (run: RunSummary) => void;
  /** Whether it has the focus when it appears. */
  readonly focused?: boolean;
}

function Row(props: RunRowProps) {
  const { run, usualDuration, onFilter, onOpen, focused = false } = props;
  const t = useTexts();
  const clusterTitle = useClusterTitle();
  const isWatched = useIsWatched()(run.cluster);
  const messageId = useId();
  const link = useRef<HTMLAnchorElement>(null);
  const focusAtStart = useRef(focused);
  const title = runTitle(run);
  const reason = tellingReason(run);

  useEffect(() => {
    if (focusAtStart.current) {
      link.current?.focus();
    }
  }, []);

  return (
    <div role="row" className={styles.row}>
      <div role="cell" className={styles.status}>
        <StatusChip status={run.status} message={run.message} />
        {reason && <span className={styles.small}>{reason}</span>}
        {run.message && (
          <VisuallyHidden id={messageId}>{run.message}</VisuallyHidden>
        )}
      </div>
      <div role="rowheader" className={styles.run}>
        <Link
          ref={link}
          className={styles.link}
          to={runPath(run)}
          aria-describedby={run.message && messageId}
          onClick={() => onOpen(run)}
        >
          <bdi>{title}</bdi>{' '}
          {title !== run.name && (
            <span className={styles.name}>{run.name}</span>
          )}
        </Link>
        <span className={styles.facts}>
          {run.kind !== 'PipelineRun' && <span>{run.kind}</span>}
          {run.pipeline && (
            <FilterText
              field="pipeline"
              value={run.pipeline}
              text={t('runs.pipeline', { name: run.pipeline })}
              onFilter={onFilter}
            />
          )}
          {!run.pipeline && run.task && (
            <FilterText
              field="task"
              value={run.task}
              text={t('runs.task', { name: run.task })}
              onFilter={onFilter}
            />
          )}
        </span>
        <FailureLine
          run={run}
          className={styles.failure}
          onOpen={() => onOpen(run)}
        />
      </div>
      <div role="cell" className={styles.source}>
        <SourceFacts source={run.source} onFilter={onFilter} />
      </div>
      <div role="cell" className={styles.time}>
        {run.startedAt ? (
          <Time value={run.startedAt} relative />
        ) : (
          t('runs.notStarted')
        )}
      </div>
      <div role="cell" className={styles.duration}>
        <RunDuration
          startedAt={run.startedAt}
          durationMs={run.durationMs}
          running={isWatched && !isFinished(run.status)}
          usual={usualDuration}
        />
      </div>
      <div role="cell" className={styles.tasks}>
        {run.tasks && run.tasks.length > 0 && <TaskBar tasks={run.tasks} />}
      </div>
      <div role="cell" className={styles.where}>
        <PlaceChip goneAt={run.goneAt} unwatched={!isWatched} />
        {run.pinned && <PinChip />}
        <span className={styles.small}>
          {t('runs.place', {
            cluster: clusterTitle(run.cluster),
            namespace: run.namespace,
          })}
        </span>
      </div>
    </div>
  );
}

/** A run in the list; the whole row leads to its page. */
export const RunRow = memo(Row);
