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

import { useFormat } from '../format';
import { useTexts } from '../translation';
import { startOfDay } from './days';
import type { FilterPart, Period } from './RunFilter';

/** Says a period in words. */
export function usePeriodText(): (period: Period) => string {
  const t = useTexts();
  const format = useFormat();

  return period => {
    if (period.kind !== 'days') {
      return t(
        `filters.span.${period.kind === 'last' ? period.span : period.kind}`,
      );
    }
    const from = period.from && format.day(startOfDay(period.from));
    const to = period.to && format.day(startOfDay(period.to));
    if (from && to) {
      return t('filters.fromTo', { from, to });
    }
    return from
      ? t('filters.since', { from })
      : t('filters.until', { to: to! });
  };
}

/** Says a condition of a filter in words. */
export function usePartText(): (part: FilterPart) => string {
  const t = useTexts();
  const periodText = usePeriodText();

  return part => {
    switch (part.kind) {
      case 'search':
        return t('filters.part.search', { text: part.text });
      case 'status':
        return t(`status.${part.status}`);
      case 'period':
        return periodText(part.period);
      default:
        return t('filters.part.value', {
          field: t(`filters.field.${part.field}`),
          value: part.value,
        });
    }
  };
}
