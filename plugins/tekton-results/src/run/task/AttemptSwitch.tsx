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
import { useTexts } from '../../translation';
import type { RunLocationState } from '../location';
import { SmallStatus } from '../tasks';
import styles from './TaskPanel.module.css';

/** Props of {@link AttemptSwitch}. */
export interface AttemptSwitchProps {
  readonly attempts: readonly TaskAttempt[];
  /** Number of the attempt that is shown. */
  readonly current?: number;
  readonly location: RunLocationState;
}

/** Leads to each of the attempts of a task. */
export function AttemptSwitch(props: AttemptSwitchProps) {
  const { attempts, current, location } = props;
  const t = useTexts();

  return (
    <nav aria-label={t('task.attempts')}>
      <ul className={styles.attempts}>
        {attempts.map(({ number, status }) => (
          <li key={number}>
            <Link
              className={styles.attempt}
              aria-current={number === current ? 'true' : undefined}
              to={location.linkTo({ attempt: number })}
            >
              <SmallStatus status={status} />{' '}
              {t('tasks.attempt', { number: String(number) })}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
