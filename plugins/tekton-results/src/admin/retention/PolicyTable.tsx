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

import type {
  RetentionAmount,
  RetentionPartPreview,
  RetentionPreview,
} from 'backstage-plugin-tekton-results-common';
import { useFormat } from '../../format';
import { useTexts } from '../../translation';
import { FactTable, Lines } from '../table';
import { useRetentionTexts } from './useRetentionTexts';

/** What one rule does. */
interface RuleRow {
  readonly key: string;
  readonly name: string;
  readonly matching?: RetentionAmount;
  readonly keeps: readonly string[];
  readonly expiring: readonly RetentionPartPreview[];
}

/** Props of {@link PolicyTable}. */
export interface PolicyTableProps {
  readonly preview: RetentionPreview;
}

/** The policies in the order in which they are asked, and what each would remove. */
export function PolicyTable({ preview }: PolicyTableProps) {
  const t = useTexts();
  const format = useFormat();
  const texts = useRetentionTexts();
  const { policies, deletedNamespaces } = preview;
  const rows: RuleRow[] = policies.map((policy, index) => ({
    key: `${index}`,
    name: t('admin.retention.numbered', {
      number: format.number(index + 1),
      name: policy.policy,
    }),
    matching: policy.matching,
    keeps: texts.keeps(policy),
    expiring: policy.expiring,
  }));
  if (deletedNamespaces) {
    rows.push({
      key: 'deletedNamespaces',
      name: t('admin.retention.deletedNamespaces'),
      keeps: [
        t('admin.retention.kept.runs', {
          time: format.duration(deletedNamespaces.afterMs),
        }),
      ],
      expiring: [deletedNamespaces],
    });
  }
  return (
    <FactTable
      label={t('admin.retention.policies')}
      rows={rows}
      rowKey={({ key }) => key}
      columns={[
        {
          title: t('admin.retention.column.policy'),
          cell: ({ name }) => name,
        },
        {
          title: t('admin.retention.column.matching'),
          cell: ({ matching }) => (matching ? texts.amount(matching) : '–'),
        },
        {
          title: t('admin.retention.column.keeps'),
          cell: ({ keeps }) => <Lines lines={keeps} />,
        },
        {
          title: t('admin.retention.column.goes'),
          cell: ({ expiring }) => <Lines lines={texts.going(expiring)} />,
        },
      ]}
    />
  );
}
