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
import { useTexts } from '../../translation';
import styles from './FailureBox.module.css';

/** Props of {@link FailureClass}. */
export interface FailureClassProps {
  readonly failure: TaskFailure;
}

/** What kind of failure it was, and by which rule. */
export function FailureClass({ failure }: FailureClassProps) {
  const t = useTexts();
  const { class: failureClass, decidedBy, reason = '', exitCode } = failure;
  const rule = decidedBy
    ? t(`run.failure.decidedBy.${decidedBy}`, {
        reason,
        code: String(exitCode ?? ''),
      })
    : t('run.failure.decidedBy.nothing');

  return (
    <p className={styles.class}>
      <strong>{t(`run.failure.class.${failureClass}`)}</strong>
      <span className={styles.rule}>{rule}</span>
    </p>
  );
}
