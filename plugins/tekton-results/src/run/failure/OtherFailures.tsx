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
import { Link } from 'react-router-dom';
import { useTexts } from '../../translation';
import { keyOfRun, type KeyedTask, type RunLocationState } from '../location';
import styles from './FailureBox.module.css';

/** Props of {@link OtherFailures}. */
export interface OtherFailuresProps {
  readonly failures: readonly TaskFailure[];
  readonly tasks: readonly KeyedTask[];
  readonly location: RunLocationState;
}

/** The tasks that failed after the first one, folded. */
export function OtherFailures(props: OtherFailuresProps) {
  const { failures, tasks, location } = props;
  const t = useTexts();

  if (failures.length === 0) {
    return null;
  }
  return (
    <details className={styles.others}>
      <summary>{t('run.failure.others', { count: failures.length })}</summary>
      <ul>
        {failures.map((failure, index) => (
          <li key={failure.uid ?? index}>
            <Link
              className={styles.link}
              to={location.linkTo({
                tab: 'overview',
                task: keyOfRun(tasks, failure),
                attempt: failure.attempt,
              })}
            >
              {failure.task}
            </Link>{' '}
            <strong>{t(`run.failure.class.${failure.class}`)}</strong>{' '}
            <span className={styles.message}>
              {failure.message ?? failure.reason}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
