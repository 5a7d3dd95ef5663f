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
  isFinished,
  type RunSummary,
} from 'backstage-plugin-tekton-results-common';
import { useEffect, useRef } from 'react';
import { useAnnounce } from '../page';
import { useTexts } from '../translation';

/** Tells those who do not see it that the run they are looking at has ended. */
export function useEndAnnouncement({ status }: RunSummary): void {
  const t = useTexts();
  const announce = useAnnounce();
  const last = useRef(status);

  useEffect(() => {
    if (!isFinished(last.current) && isFinished(status)) {
      announce(t('run.ended', { status: t(`status.${status}`) }));
    }
    last.current = status;
  }, [status, announce, t]);
}
