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
  FilterChips,
  type FilterPart,
  partKey,
  type RunFilter,
} from '../filters';
import { useFormat } from '../format';
import { Notice } from '../states';
import { useTexts } from '../translation';
import { useCountsWithout } from './useCountsWithout';

/** Props of {@link NoMatches}. */
export interface NoMatchesProps {
  readonly entityRef?: string;
  readonly filter: RunFilter;
  readonly onChange: (filter: RunFilter) => void;
}

/** Says that no run matches, and what taking away each condition would bring. */
export function NoMatches({ entityRef, filter, onChange }: NoMatchesProps) {
  const t = useTexts();
  const format = useFormat();
  const counts = useCountsWithout({ entityRef, filter });

  const countText = (part: FilterPart) => {
    const total = counts.value?.get(partKey(part));
    if (!total) {
      return undefined;
    }
    const formatted = format.number(total.count);
    return total.exact
      ? t('runs.total', { count: total.count, formatted })
      : t('runs.totalAtLeast', { formatted });
  };
  return (
    <Notice title={t('noMatch.title')}>
      <p>{t('noMatch.hint')}</p>
      <FilterChips filter={filter} onChange={onChange} detail={countText} />
    </Notice>
  );
}
