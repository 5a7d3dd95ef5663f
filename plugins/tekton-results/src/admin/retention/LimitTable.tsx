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

import type { RetentionLimitPreview } from 'backstage-plugin-tekton-results-common';
import { useTexts } from '../../translation';
import { FactTable, Lines } from '../table';
import styles from './Retention.module.css';
import { useRetentionTexts } from './useRetentionTexts';

/** Props of {@link LimitTable}. */
export interface LimitTableProps {
  readonly limits: readonly RetentionLimitPreview[];
}

/** Limits of space that are exceeded, and what goes for that. */
export function LimitTable({ limits }: LimitTableProps) {
  const t = useTexts();
  const texts = useRetentionTexts();
  return (
    <>
      <h4 className={styles.title}>{t('admin.retention.limits')}</h4>
      <FactTable
        label={t('admin.retention.limits')}
        rows={limits}
        rowKey={({ cluster, namespace }) =>
          `${cluster ?? ''}/${namespace ?? ''}`
        }
        columns={[
          {
            title: t('admin.retention.column.limit'),
            cell: limit => texts.limited(limit),
          },
          {
            title: t('admin.retention.column.maxBytes'),
            cell: ({ maxBytes }) => texts.bytes(maxBytes),
          },
          {
            title: t('admin.retention.column.bytes'),
            cell: ({ bytes }) => texts.bytes(bytes),
          },
          {
            title: t('admin.retention.column.goes'),
            cell: ({ expiring, unmetBytes }) => (
              <Lines
                lines={[
                  unmetBytes === undefined
                    ? texts.part('runs', expiring)
                    : t('admin.retention.limit.unmet', {
                        bytes: texts.bytes(unmetBytes),
                      }),
                ]}
              />
            ),
          },
        ]}
      />
    </>
  );
}
