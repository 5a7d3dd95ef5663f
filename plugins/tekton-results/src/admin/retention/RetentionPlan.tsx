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

import { Button } from '@backstage/ui';
import { Time } from '../../format';
import { ErrorState, LoadingLines, RefreshWarning } from '../../states';
import { useTexts } from '../../translation';
import { LimitTable } from './LimitTable';
import { PolicyTable } from './PolicyTable';
import { previewTotals, sumOf } from './previewTotals';
import styles from './Retention.module.css';
import { useRetentionPreview } from './useRetentionPreview';
import { useRetentionTexts } from './useRetentionTexts';

/** Props of {@link RetentionPlan}. */
export interface RetentionPlanProps {
  /** Changes when what is stored may have. */
  readonly version?: string;
}

/** What each policy decides on, and what the next job would remove. */
export function RetentionPlan({ version }: RetentionPlanProps) {
  const t = useTexts();
  const texts = useRetentionTexts();
  const { value, loading, error, retry } = useRetentionPreview(version);
  const totals = value && previewTotals(value);

  return (
    <div className={styles.part}>
      <div className={styles.head}>
        <h4 className={styles.title}>{t('admin.retention.plan')}</h4>
        {value && (
          <>
            <span className={styles.hint}>
              {t('admin.retention.counted')} <Time value={value.time} />
            </span>
            <Button size="small" variant="tertiary" onPress={retry}>
              {t('admin.retention.countAgain')}
            </Button>
          </>
        )}
      </div>
      {loading && (
        <LoadingLines label={t('admin.retention.counting')} lines={2} />
      )}
      {error && !value && (
        <ErrorState
          title={t('admin.retention.planFailed')}
          error={error}
          retry={retry}
          forbiddenTitle={t('admin.denied')}
          forbiddenHint={t('admin.retention.denied')}
        />
      )}
      {error && value && <RefreshWarning retry={retry} />}
      {value && totals && (
        <>
          <p>
            {t('admin.retention.stored', {
              amount: texts.amount(
                sumOf(value.policies.map(({ matching }) => matching)),
              ),
            })}{' '}
            {totals.runs.runs > 0
              ? t('admin.retention.goes', {
                  amount: texts.amount(totals.runs),
                })
              : t('admin.retention.nothingGoes')}
          </p>
          <PolicyTable preview={value} />
          {value.limits.length > 0 && <LimitTable limits={value.limits} />}
        </>
      )}
    </div>
  );
}
