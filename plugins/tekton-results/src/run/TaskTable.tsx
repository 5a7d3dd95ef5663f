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

import type { TaskExecution } from 'backstage-plugin-tekton-results-common';
import { useTexts } from '../translation';
import { TaskRows } from './TaskRows';
import styles from './TaskTable.module.css';

const COLUMNS = [
  'task',
  'status',
  'attempts',
  'started',
  'duration',
  'reason',
] as const;

/** Props of {@link TaskTable}. */
export interface TaskTableProps {
  readonly tasks: readonly TaskExecution[];
}

/** The tasks of a run, each with its attempts and their steps below it. */
export function TaskTable({ tasks }: TaskTableProps) {
  const t = useTexts();

  if (tasks.length === 0) {
    return <p>{t('tasks.empty')}</p>;
  }
  return (
    <div className={styles.box}>
      <table className={styles.table} aria-label={t('tasks.title')}>
        <thead>
          <tr>
            {COLUMNS.map(column => (
              <th key={column} scope="col">
                {t(`tasks.columns.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {tasks.map((task, index) => (
            <TaskRows
              key={task.run?.uid ?? `${task.name}/${index}`}
              task={task}
              columns={COLUMNS.length}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}
