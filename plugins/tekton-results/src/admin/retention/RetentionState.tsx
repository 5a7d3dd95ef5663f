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

import { Alert } from '@backstage/ui';
import type {
  RetentionProblem,
  RetentionStatus,
} from 'backstage-plugin-tekton-results-common';
import { Time } from '../../format';
import { useTexts } from '../../translation';
import styles from './Retention.module.css';

/** Props of {@link RetentionState}. */
export interface RetentionStateProps {
  readonly status: RetentionStatus;
}

/** Whether old runs are removed, when next, and what is wrong with the settings. */
export function RetentionState({ status }: RetentionStateProps) {
  const t = useTexts();
  const { state, schedule, nextAt, problems, warnings } = status;
  return (
    <>
      {state === 'unset' && (
        <p>
          {t('admin.retention.unset')} <code>tektonResults.retention</code>
        </p>
      )}
      {problems.length > 0 && (
        <Alert
          role="note"
          status="danger"
          icon
          title={t('admin.retention.refused')}
          description={<Problems problems={problems} />}
        />
      )}
      {warnings.length > 0 && (
        <Alert
          role="note"
          status="warning"
          icon
          title={t('admin.retention.warnings')}
          description={<Problems problems={warnings} />}
        />
      )}
      {state === 'on' && (
        <dl className={styles.facts}>
          <div>
            <dt>{t('admin.retention.schedule')}</dt>
            <dd>
              <code>{schedule ?? '–'}</code>
            </dd>
          </div>
          <div>
            <dt>{t('admin.retention.next')}</dt>
            <dd>
              {nextAt ? (
                <Time value={nextAt} relative />
              ) : (
                t('admin.retention.nextUnknown')
              )}
            </dd>
          </div>
        </dl>
      )}
    </>
  );
}

function Problems({
  problems,
}: {
  readonly problems: readonly RetentionProblem[];
}) {
  return (
    <ul className={styles.problems}>
      {problems.map(({ path, message }) => (
        <li key={`${path} ${message}`}>
          <code>{path}</code>: {message}
        </li>
      ))}
    </ul>
  );
}
