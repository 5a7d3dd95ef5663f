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

import type { TaskState } from 'backstage-plugin-tekton-results-common';
import { useFormat } from '../format';
import { StatusIcon, statusLook } from '../status';
import { useTexts } from '../translation';
import styles from './TaskBar.module.css';
import { taskCounts } from './taskCounts';

/** Props of {@link TaskBar}. */
export interface TaskBarProps {
  readonly tasks: readonly TaskState[];
}

/** A segment for each task of a run, in the order of the pipeline. */
export function TaskBar({ tasks }: TaskBarProps) {
  const t = useTexts();
  const format = useFormat();
  const counts = taskCounts(tasks);
  const text = format.list(
    counts.map(({ status, count }) =>
      t('runs.taskCount', {
        formatted: format.number(count),
        status: t(`status.${status}`),
      }),
    ),
  );

  return (
    <div role="img" aria-label={text} title={text} className={styles.tasks}>
      <div className={styles.bar}>
        {tasks.map((task, index) => (
          <span
            // The tasks of a matrix share a name; their places do not change.
            key={`${task.name} ${index}`}
            className={`${styles.segment} ${
              styles[statusLook[task.status].tone]
            }`}
            data-status={task.status}
          />
        ))}
      </div>
      <span className={styles.counts}>
        {counts.map(({ status, count }) => (
          <span key={status} className={styles.count}>
            <StatusIcon look={statusLook[status]} />
            {format.number(count)}
          </span>
        ))}
      </span>
    </div>
  );
}
