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

import type {
  TaskAttempt,
  TaskExecution,
} from 'backstage-plugin-tekton-results-common';
import { Duration, Time, useFormat } from '../../format';
import { useTexts } from '../../translation';
import styles from './TaskPanel.module.css';

/** Props of {@link TaskTimes}. */
export interface TaskTimesProps {
  readonly task: TaskExecution;
  readonly attempt: TaskAttempt;
}

/** What the time of an attempt went into, as the bars tell it. */
export function TaskTimes({ task, attempt }: TaskTimesProps) {
  const t = useTexts();
  const format = useFormat();
  const lengths = [
    ['waitingForCreation', task.waitingForCreationMs],
    ['waitingForStart', task.waitingForStartMs],
    ['startingUp', attempt.startingUpMs],
    ['running', attempt.runningMs],
    ['finishing', attempt.finishingMs],
  ] as const;

  return (
    <dl className={styles.facts} aria-label={t('task.times')}>
      {attempt.startedAt && (
        <div>
          <dt>{t('task.started')}</dt>
          <dd>
            <Time value={attempt.startedAt} />
          </dd>
        </div>
      )}
      <div>
        <dt>{t('task.took')}</dt>
        <dd>
          <Duration
            startedAt={attempt.startedAt}
            durationMs={attempt.durationMs}
            running={attempt.status === 'running'}
          />
        </dd>
      </div>
      {lengths.map(
        ([kind, ms]) =>
          ms !== undefined && (
            <div key={kind}>
              <dt>{t(`waterfall.segment.${kind}`)}</dt>
              <dd>{format.duration(ms)}</dd>
            </div>
          ),
      )}
      {attempt.podName && (
        <div>
          <dt>{t('task.pod')}</dt>
          <dd>
            <code>{attempt.podName}</code>
          </dd>
        </div>
      )}
    </dl>
  );
}
