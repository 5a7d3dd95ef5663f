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
import { logPath } from '../routing';
import { useTexts } from '../translation';
import styles from './FailureLine.module.css';

/** Props of {@link FailureLine}. */
export interface FailureLineProps {
  readonly run: RunSummary;
  readonly className?: string;
}

/** Where a run failed, in a line, with the way to the log of that step. */
export function FailureLine({ run, className }: FailureLineProps) {
  const t = useTexts();
  const text = useFailureText(run);
  const { task, step } = run.failure ?? {};

  if (!text) {
    return null;
  }
  return (
    <span className={className}>
      <span className={styles.text}>{text}</span>
      {step && (
        <Link
          className={styles.log}
          to={logPath(run, task ? { task, step } : undefined)}
        >
          {t('failure.openLog')}
        </Link>
      )}
    </span>
  );
}

function useFailureText(run: RunSummary): string | undefined {
  const t = useTexts();
  const { task, step, exitCode } = run.failure ?? {};
  const place = [task, step].filter(Boolean).join(' › ');

  if (run.status === 'incomplete') {
    return t('failure.lastSeen');
  }
  if (place) {
    return exitCode === undefined
      ? t('failure.at', { place })
      : t('failure.atExit', { place, code: String(exitCode) });
  }
  if (exitCode !== undefined) {
    return t('failure.exit', { code: String(exitCode) });
  }
  return run.status === 'couldNotStart' ? run.message : undefined;
}
