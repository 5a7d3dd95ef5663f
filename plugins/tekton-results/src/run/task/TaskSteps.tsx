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
import { Link } from 'react-router-dom';
import { Duration } from '../../format';
import { useTexts } from '../../translation';
import { FactTable } from '../inputs';
import type { RunLocationState } from '../location';
import { SmallStatus } from '../tasks';
import styles from './TaskPanel.module.css';

/** Props of {@link TaskSteps}. */
export interface TaskStepsProps {
  readonly taskKey: string;
  readonly attempt: TaskAttempt;
  readonly location: RunLocationState;
}

/** The steps of an attempt; each leads to its log. */
export function TaskSteps({ taskKey, attempt, location }: TaskStepsProps) {
  const t = useTexts();
  return (
    <FactTable
      title={t('task.steps')}
      empty={t('tasks.noSteps')}
      columns={[
        t('tasks.step'),
        t('tasks.columns.status'),
        t('tasks.exitCode'),
        t('tasks.columns.duration'),
      ]}
      rows={attempt.steps.map(step => ({
        key: step.container ?? step.name,
        cells: [
          <Link
            key="name"
            className={styles.link}
            aria-label={t('task.openStepLog', { step: step.name })}
            to={location.linkTo({
              tab: 'logs',
              task: taskKey,
              attempt: attempt.number,
              step: step.name,
            })}
          >
            <code>{step.name}</code>
          </Link>,
          <span key="status" className={styles.status}>
            <SmallStatus
              status={step.status}
              named={step.reason !== undefined}
            />
            {step.reason ?? t(`status.${step.status}`)}
          </span>,
          step.exitCode ?? '–',
          <Duration
            key="duration"
            startedAt={step.startedAt}
            durationMs={step.durationMs}
            running={step.status === 'running'}
          />,
        ],
      }))}
    />
  );
}
