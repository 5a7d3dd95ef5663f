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
  isFinished,
  type RunSummary,
  type TaskExecution,
} from 'backstage-plugin-tekton-results-common';
import { useTexts } from '../translation';
import styles from './FailureBox.module.css';

/** Props of {@link FailureBox}. */
export interface FailureBoxProps {
  readonly run: RunSummary;
  readonly tasks: readonly TaskExecution[];
}

/** What went wrong, for runs that ended in another way than hoped for. */
export function FailureBox({ run, tasks }: FailureBoxProps) {
  const t = useTexts();
  const { status, failure, reason, message } = run;

  if (!isFinished(status) || status === 'succeeded' || status === 'completed') {
    return null;
  }
  const facts = [
    [t('run.failure.task'), failure?.task],
    [t('run.failure.step'), failure?.step],
    [t('run.failure.exitCode'), failure?.exitCode],
    [t('run.failure.reason'), reason],
  ].filter(([, value]) => value !== undefined);
  const failedTasks = tasks.filter(
    task => task.message && FAILED_STATUSES.some(name => name === task.status),
  );
  const tone = status === 'cancelled' ? styles.neutral : styles.danger;

  return (
    <section
      className={`${styles.box} ${
        status === 'incomplete' ? styles.warning : tone
      }`}
      aria-label={t('run.failure.title')}
    >
      <h3 className={styles.title}>{t('run.failure.title')}</h3>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.message}>
        {status === 'incomplete' && `${t('failure.lastSeen')}. `}
        {message || t('run.failure.noMessage')}
      </p>
      {failedTasks.map((task, index) => (
        <p key={task.run?.uid ?? index} className={styles.message}>
          {task.displayName || task.name}: {task.message}
        </p>
      ))}
    </section>
  );
}
