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

import type { RunSort } from 'backstage-plugin-tekton-results-common';
import { useEffect, useRef } from 'react';
import { useFormat } from '../format';
import { useAnnounce } from '../page';
import { useTexts } from '../translation';
import { totalText } from './totalText';
import type { RunsPageAnswer } from './useRuns';

/** Tells screen readers what a changed filter or order has led to; once each. */
export function useListAnnouncements(options: {
  readonly page?: RunsPageAnswer;
  readonly stale: boolean;
  readonly sort: RunSort;
}): void {
  const { page, stale, sort } = options;
  const t = useTexts();
  const format = useFormat();
  const announce = useAnnounce();
  const wasStale = useRef(false);

  useEffect(() => {
    // A mere refresh is no news.
    if (page && !stale && wasStale.current) {
      announce(
        t('runs.announced', {
          total: totalText(page.total, { t, format, partial: false }),
          sort: t(`runs.sorts.${sort}`),
        }),
      );
    }
    wasStale.current = stale;
  }, [announce, format, page, sort, stale, t]);
}
