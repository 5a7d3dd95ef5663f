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
import { useTexts } from '../translation';

/** Props of {@link FailureLine}. */
export interface FailureLineProps {
  readonly run: RunSummary;
  readonly className?: string;
}

/** Where a run failed, in a line. */
export function FailureLine({ run, className }: FailureLineProps) {
  const t = useTexts();
  const { task, step, exitCode } = run.failure ?? {};
  const place = [task, step].filter(Boolean).join(' › ');

  let text: string | undefined;
  if (run.status === 'incomplete') {
    text = t('failure.lastSeen');
  } else if (place) {
    text =
      exitCode === undefined
        ? t('failure.at', { place })
        : t('failure.atExit', { place, code: String(exitCode) });
  } else if (exitCode !== undefined) {
    text = t('failure.exit', { code: String(exitCode) });
  } else if (run.status === 'couldNotStart') {
    text = run.message;
  }
  return text ? <span className={className}>{text}</span> : null;
}
