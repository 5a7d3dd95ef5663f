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

import type { RetentionUsage } from 'backstage-plugin-tekton-results-common';
import { formatBytes, Time, useFormat } from '../../format';
import { ErrorState, LoadingLines } from '../../states';
import { useTexts } from '../../translation';
import { NamespaceTable } from './NamespaceTable';
import { storageFigures } from './storageFigures';
import styles from './StorageUsage.module.css';
import { useStorageUsage } from './useStorageUsage';

/** How much is stored, of which namespaces, and how fast that grows. */
export function StorageUsage() {
  const t = useTexts();
  const { value, loading, error, retry } = useStorageUsage();
  return (
    <div className={styles.usage}>
      {loading && <LoadingLines label={t('admin.usage.loading')} lines={3} />}
      {error && !value && (
        <ErrorState
          title={t('admin.usage.failed')}
          error={error}
          retry={retry}
          forbiddenTitle={t('admin.denied')}
          forbiddenHint={t('admin.usage.denied')}
        />
      )}
      {value && value.namespaces === 0 && <p>{t('admin.usage.none')}</p>}
      {value && value.namespaces > 0 && <MeasuredUsage usage={value} />}
    </div>
  );
}

function MeasuredUsage({ usage }: { readonly usage: RetentionUsage }) {
  const t = useTexts();
  const format = useFormat();
  const { total, items, namespaces, pinnedRuns, maxBytes, time } = usage;
  const { perDay, share, fullAfterMs } = storageFigures(total, maxBytes.total);
  const bytes = (count: number) => formatBytes(count, format.number);
  return (
    <>
      <p>
        {t('admin.usage.total', {
          bytes: bytes(total.bytes),
          records: bytes(total.recordBytes),
          logs: bytes(total.logBytes),
          events: bytes(total.eventBytes),
        })}{' '}
        {t('admin.usage.growth', {
          week: bytes(perDay.week),
          month: bytes(perDay.month),
        })}{' '}
        {share !== undefined &&
          maxBytes.total !== undefined &&
          t('admin.usage.share', {
            share: format.percent(share),
            limit: bytes(maxBytes.total),
          })}{' '}
        {fullAfterMs !== undefined &&
          t('admin.usage.full', { time: format.duration(fullAfterMs) })}{' '}
        {t('admin.usage.pinned', {
          count: pinnedRuns,
          formatted: format.number(pinnedRuns),
        })}
      </p>
      <NamespaceTable items={items} maxBytes={maxBytes.perNamespace} />
      <p className={styles.hint}>
        {namespaces > items.length &&
          t('admin.usage.largest', {
            shown: format.number(items.length),
            all: format.number(namespaces),
          })}{' '}
        {t('admin.usage.measured')} <Time value={time} />
      </p>
    </>
  );
}
