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

import {
  FAILED_STATUSES,
  type RunSummary,
} from 'backstage-plugin-tekton-results-common';
import { useState } from 'react';
import { Link } from 'react-router-dom';
import { useFailureLine } from '../failureLog';
import { useSeen } from '../page';
import { logPath } from '../routing';
import { useTexts } from '../translation';
import styles from './FailureLine.module.css';

/** Props of {@link FailureLine}. */
export interface FailureLineProps {
  readonly run: RunSummary;
  readonly className?: string;
  /** Called when the log of the step is opened. */
  readonly onOpen?: () => void;
}

/**
 * Where a run failed, and what the log says of it, with the way to that place in
 * the log.
 */
export function FailureLine({ run, className, onOpen }: FailureLineProps) {
  const t = useTexts();
  const [element, setElement] = useState<HTMLDivElement | null>(null);
  const seen = useSeen(element);
  const text = useFailureText(run);
  const { task, step } = run.failure ?? {};
  const line = useFailureLine(
    run,
    seen && FAILED_STATUSES.includes(run.status),
  );

  if (!text) {
    return null;
  }
  return (
    <div ref={setElement} className={className}>
      <span className={styles.text}>{text}</span>
      {line && (
        <code className={styles.line} title={line.text}>
          <bdi>{line.text}</bdi>
        </code>
      )}
      {step && (
        <Link
          className={styles.log}
          onClick={onOpen}
          to={logPath(
            run,
            task
              ? { task, step, attempt: line?.attempt, line: line?.number }
              : undefined,
          )}
        >
          {t('failure.openLog')}
        </Link>
      )}
    </div>
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
