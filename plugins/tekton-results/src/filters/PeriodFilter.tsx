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

import { Radio, RadioGroup } from '@backstage/ui';
import { RiArrowDownSLine } from '@remixicon/react';
import { PopoverButton } from '../page';
import { useTexts } from '../translation';
import { isDay } from './days';
import type { FilterControlProps } from './FilterControlProps';
import styles from './PeriodFilter.module.css';
import { type Period, SPANS } from './RunFilter';
import { usePeriodText } from './usePartText';

const ALL = 'all';
const DAYS = 'days';

/** Chooses when runs started: a span until now, or days. */
export function PeriodFilter({ filter, onChange }: FilterControlProps) {
  const t = useTexts();
  const periodText = usePeriodText();
  const { period } = filter;
  const setPeriod = (next: Period) => onChange({ ...filter, period: next });

  return (
    <PopoverButton label={periodText(period)} iconEnd={<RiArrowDownSLine />}>
      <RadioGroup
        aria-label={t('filters.period')}
        value={period.kind === 'last' ? period.span : period.kind}
        onChange={id => setPeriod(periodOf(id))}
      >
        <Radio value={ALL}>{t('filters.span.all')}</Radio>
        {SPANS.map(span => (
          <Radio key={span} value={span}>
            {t(`filters.span.${span}`)}
          </Radio>
        ))}
        <Radio value={DAYS} isDisabled={period.kind !== 'days'}>
          {t('filters.span.days')}
        </Radio>
      </RadioGroup>
      <div className={styles.days}>
        {(['from', 'to'] as const).map(end => (
          <label key={end} className={styles.day}>
            {t(`filters.${end}`)}
            <input
              type="date"
              className={styles.input}
              value={(period.kind === 'days' && period[end]) || ''}
              onChange={event =>
                setPeriod(withDay(period, end, event.target.value))
              }
            />
          </label>
        ))}
      </div>
    </PopoverButton>
  );
}

function periodOf(id: string): Period {
  const span = SPANS.find(it => it === id);
  return span ? { kind: 'last', span } : { kind: 'all' };
}

function withDay(period: Period, end: 'from' | 'to', day: string): Period {
  const days = period.kind === 'days' ? period : { kind: 'days' as const };
  const next = { ...days, [end]: isDay(day) ? day : undefined };
  return next.from || next.to ? next : { kind: 'all' };
}
