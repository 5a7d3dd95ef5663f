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
import type { RunDetails } from 'backstage-plugin-tekton-results-common';
import { useFormat } from '../../format';
import { useTexts } from '../../translation';

/** Props of {@link CaptureNotes}. */
export interface CaptureNotesProps {
  readonly capture: RunDetails['capture'];
}

/** What of a run is not stored and never will be, and why. */
export function CaptureNotes({ capture }: CaptureNotesProps) {
  const t = useTexts();
  const format = useFormat();

  return (
    <>
      {capture.gaps?.map(({ what, reason, since }) => (
        <Alert
          key={what}
          role="note"
          status="warning"
          icon
          title={t(`run.gap.${what}`)}
          description={t('run.gap.why', {
            reason,
            time: format.exactTime(since),
          })}
        />
      ))}
      {capture.annotationProblems?.map(problem => (
        <Alert
          key={problem}
          role="note"
          status="warning"
          icon
          title={t('run.gap.annotation')}
          description={problem}
        />
      ))}
    </>
  );
}
