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

import { RiArrowDownLine, RiArrowUpLine } from '@remixicon/react';
import { useTexts } from '../../translation';
import type { KeyedTask, RunLocationState } from '../location';
import {
  nextTaskSort,
  parseTaskSort,
  sortTasks,
  TASK_SORTS,
  type TaskSort,
  type TaskSortField,
} from './sortTasks';
import { TaskRows } from './TaskRows';
import styles from './TaskTable.module.css';

/** Props of {@link TaskTable}. */
export interface TaskTableProps {
  readonly tasks: readonly KeyedTask[];
  /** Key of the task that is selected. */
  readonly selectedKey?: string;
  readonly location: RunLocationState;
}

/** The tasks of a run, each with its attempts and their steps below it. */
export function TaskTable({ tasks, selectedKey, location }: TaskTableProps) {
  const t = useTexts();
  const sort = parseTaskSort(location.params.get('order'));

  if (tasks.length === 0) {
    return <p>{t('tasks.empty')}</p>;
  }
  return (
    <div className={styles.box}>
      <table className={styles.table} aria-label={t('tasks.title')}>
        <thead>
          <tr>
            {TASK_SORTS.map(field => (
              <SortableHead
                key={field}
                field={field}
                sort={sort}
                onSort={() =>
                  location.goTo({ order: nextTaskSort(field, sort) })
                }
              />
            ))}
            <th scope="col">{t('tasks.columns.reason')}</th>
          </tr>
        </thead>
        <tbody>
          {sortTasks(tasks, sort).map(({ key, task }) => (
            <TaskRows
              key={key}
              task={task}
              selected={key === selectedKey}
              onSelect={() => location.goTo({ task: key, attempt: null })}
              columns={TASK_SORTS.length + 1}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function SortableHead(props: {
  field: TaskSortField;
  sort: TaskSort | undefined;
  onSort: () => void;
}) {
  const { field, sort, onSort } = props;
  const t = useTexts();
  const sorted = sort?.field === field ? sort : undefined;
  const direction = sorted?.descending ? 'descending' : 'ascending';

  return (
    <th scope="col" aria-sort={sorted ? direction : undefined}>
      <button type="button" className={styles.sort} onClick={onSort}>
        {t(`tasks.columns.${field}`)}
        {sorted &&
          (sorted.descending ? (
            <RiArrowDownLine size="1em" aria-hidden="true" />
          ) : (
            <RiArrowUpLine size="1em" aria-hidden="true" />
          ))}
      </button>
    </th>
  );
}
