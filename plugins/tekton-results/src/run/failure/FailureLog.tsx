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
import type { RunLocationState } from '../location';
import styles from './FailureBox.module.css';
import { useFailureLog } from './useFailureLog';

/** Props of {@link FailureLog}. */
export interface FailureLogProps {
  readonly cluster: string;
  readonly failure: TaskFailure;
  /** Key of the task that failed. */
  readonly taskKey: string;
  readonly location: RunLocationState;
}

/** The lines of the log that tell of the failure, and the way to all of them. */
export function FailureLog(props: FailureLogProps) {
  const { cluster, failure, taskKey, location } = props;
  const t = useTexts();
  const log = useFailureLog(cluster, failure);
  const { attempt, step = '' } = failure;
  const anchor = log?.anchor;

  return (
    <>
      {log && log.lines.length > 0 && (
        <figure
          className={styles.log}
          aria-label={t('run.failure.log', { step })}
        >
          {log.lines.map(({ number, text }) => (
            <div
              key={number}
              className={number === anchor ? styles.anchor : undefined}
            >
              <span className={styles.number} aria-hidden="true">
                {number}
              </span>
              <code className={styles.text}>{text}</code>
            </div>
          ))}
        </figure>
      )}
      <Link
        className={styles.action}
        to={location.linkTo({
          tab: 'logs',
          task: taskKey,
          attempt,
          step: failure.step,
          lines: anchor,
        })}
      >
        {anchor === undefined
          ? t('run.failure.openLog')
          : t('run.failure.openLogAt', { line: String(anchor) })}
      </Link>
    </>
  );
}
