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

import type { RunSummary } from 'backstage-plugin-tekton-results-common';
import { Link } from 'react-router-dom';
import { NO_FILTER, withFilter } from '../../filters';
import { useTexts } from '../../translation';
import type { RunLocationState } from '../location';
import styles from './FailureBox.module.css';

/** Props of {@link FailureLinks}. */
export interface FailureLinksProps {
  readonly run: RunSummary;
  readonly location: RunLocationState;
}

/** Where to look further: at runs that failed like it, and at the last that did not. */
export function FailureLinks({ run, location }: FailureLinksProps) {
  const t = useTexts();
  const { pipeline, reason } = run;

  return (
    <p className={`${styles.text} ${styles.actions}`}>
      {pipeline && reason && (
        <Link className={styles.action} to={`..?${sameFailure(run)}`}>
          {t('run.failure.same')}
        </Link>
      )}
      {pipeline && (
        <Link
          className={styles.action}
          to={location.linkTo({ tab: 'related' })}
        >
          {t('run.failure.lastSuccess')}
        </Link>
      )}
    </p>
  );
}

/** The list of runs of the same pipeline that ended with the same reason. */
function sameFailure({ pipeline = '', reason = '' }: RunSummary) {
  return withFilter(new URLSearchParams(), {
    ...NO_FILTER,
    values: [
      { field: 'pipeline', value: pipeline },
      { field: 'reason', value: reason },
    ],
  });
}
