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

import type { TaskFailure } from 'backstage-plugin-tekton-results-common';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { useTexts } from '../../translation';
import type { RunLocationState } from '../location';
import styles from './FailureBox.module.css';

/** Props of {@link FailureFacts}. */
export interface FailureFactsProps {
  readonly failure: TaskFailure;
  /** Where to look at the task; absent where it is the run itself. */
  readonly taskKey?: string;
  readonly location: RunLocationState;
}

/** Where a run failed: task, attempt, step, exit code, reason. */
export function FailureFacts(props: FailureFactsProps) {
  const { failure, taskKey, location } = props;
  const t = useTexts();
  const { task, attempt, step, exitCode, reason } = failure;
  const facts: Array<readonly [name: string, value: ReactNode]> = [
    [
      t('run.failure.task'),
      taskKey === undefined ? undefined : (
        <Link
          className={styles.link}
          to={location.linkTo({ tab: 'overview', task: taskKey, attempt })}
        >
          {task}
        </Link>
      ),
    ],
    [
      t('run.failure.attempt'),
      attempt === undefined || attempt === 1 ? undefined : attempt,
    ],
    [t('run.failure.step'), step],
    [t('run.failure.exitCode'), exitCode],
    [t('run.failure.reason'), reason],
  ];
  return (
    <dl className={styles.facts}>
      {facts.map(
        ([name, value]) =>
          value !== undefined && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
