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

import { Link } from 'react-router-dom';
import { useTexts } from '../../translation';
import type { LogsNavigation } from '../LogsNavigation';
import type { StepLogEntry, TaskLogs } from '../steps';
import styles from './LogPanel.module.css';

/** Props of {@link LogHeading}. */
export interface LogHeadingProps {
  readonly entry: StepLogEntry;
  readonly task: TaskLogs;
  readonly linkTo: LogsNavigation['linkTo'];
}

/** Which log is shown, with the other attempts of its task. */
export function LogHeading({ entry, task, linkTo }: LogHeadingProps) {
  const t = useTexts();
  const { attempts } = task;
  const last = attempts[attempts.length - 1]?.number;
  return (
    <>
      <h3 className={styles.title}>{nameOf(entry)}</h3>
      {attempts.length > 1 && (
        <nav className={styles.attempts} aria-label={t('logs.attempts')}>
          {attempts.map(({ number }) => (
            <Link
              key={number}
              className={styles.attempt}
              aria-current={number === entry.attempt ? 'true' : undefined}
              to={linkTo({
                tab: 'logs',
                task: entry.taskKey,
                attempt: number === last ? null : number,
                step: entry.step ?? null,
              })}
            >
              {t('logs.attempt', { number: String(number) })}
            </Link>
          ))}
        </nav>
      )}
    </>
  );
}

/** What a log is called. */
export function nameOf({ taskTitle, step }: StepLogEntry): string {
  return step === undefined ? taskTitle : `${taskTitle} / ${step}`;
}
