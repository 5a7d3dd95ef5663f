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
import { runPath } from '../../routing';
import { useTexts } from '../../translation';
import { failedAlike } from './failedAlike';
import styles from './FailureBox.module.css';
import { useLastSuccess } from './useLastSuccess';

/** Props of {@link FailureLinks}. */
export interface FailureLinksProps {
  /** The run that failed; of one that belongs to a PipelineRun, that one. */
  readonly run: RunSummary;
}

/** Where to look further: at runs that failed like it, and at the last that did not. */
export function FailureLinks({ run }: FailureLinksProps) {
  const t = useTexts();
  const alike = failedAlike(run);
  const lastSuccess = useLastSuccess(run);

  if (!alike && !lastSuccess) {
    return null;
  }
  return (
    <p className={`${styles.text} ${styles.actions}`}>
      {alike && (
        <Link className={styles.action} to={`..?${alike.query}`}>
          {alike.reason
            ? t('run.failure.sameReason', {
                name: alike.name,
                reason: alike.reason,
              })
            : t('run.failure.sameStatus', { name: alike.name })}
        </Link>
      )}
      {lastSuccess && (
        <Link className={styles.action} to={`../${runPath(lastSuccess)}`}>
          {t('run.failure.lastSuccess')}
        </Link>
      )}
    </p>
  );
}
