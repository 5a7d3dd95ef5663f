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
  FAILED_STATUSES,
  type TaskExecution,
} from 'backstage-plugin-tekton-results-common';
import { ButtonIcon } from '@backstage/ui';
import { RiArrowDownSLine, RiArrowRightSLine } from '@remixicon/react';
import { useId, useState } from 'react';
import { Duration, Time } from '../format';
import { StatusChip } from '../status';
import { useTexts } from '../translation';
import { AttemptSteps } from './AttemptSteps';
import styles from './TaskTable.module.css';

/** Props of {@link TaskRows}. */
export interface TaskRowsProps {
  readonly task: TaskExecution;
  readonly columns: number;
}

/** The row of a task and, opened, the row of its attempts. */
export function TaskRows({ task, columns }: TaskRowsProps) {
  const t = useTexts();
  const detailsId = useId();
  const failed = FAILED_STATUSES.some(status => status === task.status);
  const [chosen, setChosen] = useState<boolean>();
  const open = chosen ?? failed;
  const expandable = task.attempts.length > 0;
  const params = task.params.map(({ name, value }) => `${name}=${value}`);
  const title = task.displayName || task.name;
  const spokenName = [title, ...params].join(' ');

  return (
    <>
      <tr>
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
              {title}{' '}
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
        <td>{task.attempts.length || '–'}</td>
        <td className={styles.nowrap}>
          {task.startedAt ? <Time value={task.startedAt} /> : '–'}
        </td>
        <td className={styles.nowrap}>
          <Duration
            startedAt={task.startedAt}
            durationMs={task.durationMs}
            running={task.status === 'running' || task.status === 'stopping'}
          />
        </td>
        <td className={styles.reason}>
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
