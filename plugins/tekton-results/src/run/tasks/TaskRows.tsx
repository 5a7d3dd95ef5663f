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

import { ButtonIcon } from '@backstage/ui';
import { RiArrowDownSLine, RiArrowRightSLine } from '@remixicon/react';
import {
  FAILED_STATUSES,
  type TaskExecution,
} from 'backstage-plugin-tekton-results-common';
import { useId, useState } from 'react';
import { Duration, useFormat } from '../../format';
import { StatusChip } from '../../status';
import { useTexts } from '../../translation';
import { taskTitle } from '../location';
import { AttemptSteps } from './AttemptSteps';
import { startUpMs, waitedMs } from './taskTimes';
import styles from './TaskTable.module.css';

/** Props of {@link TaskRows}. */
export interface TaskRowsProps {
  readonly task: TaskExecution;
  readonly selected: boolean;
  readonly onSelect: () => void;
  readonly columns: number;
}

/** The row of a task and, opened, the row of its attempts. */
export function TaskRows(props: TaskRowsProps) {
  const { task, selected, onSelect, columns } = props;
  const t = useTexts();
  const format = useFormat();
  const detailsId = useId();
  const failed = FAILED_STATUSES.some(status => status === task.status);
  const [chosen, setChosen] = useState<boolean>();
  const open = chosen ?? failed;
  const expandable = task.attempts.length > 0;
  const params = task.params.map(({ name, value }) => `${name}=${value}`);
  const title = task.displayName || task.name;
  const spokenName = taskTitle(task);
  const length = (ms: number | undefined) =>
    ms === undefined ? '–' : format.duration(ms);

  return (
    <>
      <tr className={selected ? styles.selected : undefined}>
        <th scope="row" className={styles.task}>
          <span className={styles.taskName}>
            {expandable && (
              <ButtonIcon
                size="small"
                variant="tertiary"
                icon={open ? <RiArrowDownSLine /> : <RiArrowRightSLine />}
                aria-label={t(open ? 'tasks.collapse' : 'tasks.expand', {
                  task: spokenName,
                })}
                aria-expanded={open}
                aria-controls={open ? detailsId : undefined}
                onPress={() => setChosen(!open)}
              />
            )}
            <span className={expandable ? undefined : styles.indented}>
              <button
                type="button"
                className={styles.select}
                aria-pressed={selected}
                onClick={onSelect}
              >
                {title}
              </button>{' '}
              {title !== task.name && (
                <code className={styles.small}>{task.name}</code>
              )}
              {task.finally && (
                <span className={styles.tag} title={t('tasks.finallyHint')}>
                  {t('tasks.finally')}
                </span>
              )}
              {params.length > 0 && (
                <code className={styles.small}>{params.join(', ')}</code>
              )}
            </span>
          </span>
        </th>
        <td>
          <StatusChip status={task.status} message={task.message} />
        </td>
        <td data-label={t('tasks.columns.attempts')}>
          {task.attempts.length || '–'}
        </td>
        <td data-label={t('tasks.columns.started')} className={styles.nowrap}>
          {task.startedAt ? (
            <time
              dateTime={task.startedAt}
              title={format.exactTime(task.startedAt)}
            >
              {format.time(task.startedAt)}
            </time>
          ) : (
            '–'
          )}
        </td>
        <td data-label={t('tasks.columns.waited')} className={styles.nowrap}>
          {length(waitedMs(task))}
        </td>
        <td data-label={t('tasks.columns.startUp')} className={styles.nowrap}>
          {length(startUpMs(task))}
        </td>
        <td data-label={t('tasks.columns.duration')} className={styles.nowrap}>
          <Duration
            startedAt={task.startedAt}
            durationMs={task.durationMs}
            running={task.status === 'running' || task.status === 'stopping'}
          />
        </td>
        <td data-label={t('tasks.columns.reason')} className={styles.reason}>
          {task.reason ?? '–'}
          {task.message && task.status !== 'succeeded' && (
            <span className={styles.small}>{task.message}</span>
          )}
        </td>
      </tr>
      {expandable && open && (
        <tr id={detailsId} className={styles.details}>
          <td colSpan={columns}>
            {task.attempts.map(attempt => (
              <AttemptSteps
                key={attempt.number}
                attempt={attempt}
                taskName={spokenName}
              />
            ))}
          </td>
        </tr>
      )}
    </>
  );
}
