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

import type { TaskAttempt } from 'backstage-plugin-tekton-results-common';
import { Duration } from '../../format';
import { StatusChip } from '../../status';
import { useTexts } from '../../translation';
import styles from './AttemptSteps.module.css';

/** Props of {@link AttemptSteps}. */
export interface AttemptStepsProps {
  readonly attempt: TaskAttempt;
  readonly taskName: string;
}

/** One attempt of a task: how it went, and its steps. */
export function AttemptSteps({ attempt, taskName }: AttemptStepsProps) {
  const t = useTexts();
  const number = String(attempt.number);

  return (
    <div className={styles.attempt}>
      <p className={styles.head}>
        <strong>{t('tasks.attempt', { number })}</strong>
        <StatusChip status={attempt.status} message={attempt.message} />
        {attempt.reason && <span>{attempt.reason}</span>}
        {attempt.podName && (
          <code className={styles.pod}>
            {t('tasks.pod', { name: attempt.podName })}
          </code>
        )}
      </p>
      {attempt.steps.length === 0 ? (
        <p className={styles.head}>{t('tasks.noSteps')}</p>
      ) : (
        <table
          className={styles.steps}
          aria-label={t('tasks.steps', { task: taskName, number })}
        >
          <thead>
            <tr>
              <th scope="col">{t('tasks.step')}</th>
              <th scope="col">{t('tasks.columns.status')}</th>
              <th scope="col">{t('tasks.exitCode')}</th>
              <th scope="col">{t('tasks.columns.duration')}</th>
              <th scope="col">{t('tasks.columns.reason')}</th>
            </tr>
          </thead>
          <tbody>
            {attempt.steps.map(step => (
              <tr key={step.container ?? step.name}>
                <th scope="row">
                  <code>{step.name}</code>
                </th>
                <td>
                  <StatusChip status={step.status} />
                </td>
                <td data-label={t('tasks.exitCode')}>{step.exitCode ?? '–'}</td>
                <td data-label={t('tasks.columns.duration')}>
                  <Duration
                    startedAt={step.startedAt}
                    durationMs={step.durationMs}
                    running={step.status === 'running'}
                  />
                </td>
                <td data-label={t('tasks.columns.reason')}>
                  {step.reason ?? '–'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
