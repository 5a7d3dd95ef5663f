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

import type { NamespaceStorage } from 'backstage-plugin-tekton-results-common';
import { formatBytes, useFormat } from '../../format';
import { useClusterTitle } from '../../health';
import { useTexts } from '../../translation';
import { type Column, FactTable } from '../table';
import { storageFigures } from './storageFigures';

/** Props of {@link NamespaceTable}. */
export interface NamespaceTableProps {
  /** In the order in which they are shown. */
  readonly items: readonly NamespaceStorage[];
  /** What each may have; absent: as much as it takes. */
  readonly maxBytes?: number;
}

/** How much namespaces have stored. */
export function NamespaceTable({ items, maxBytes }: NamespaceTableProps) {
  const t = useTexts();
  const format = useFormat();
  const clusterTitle = useClusterTitle();
  const bytes = (count: number) => formatBytes(count, format.number);
  const counted = (count: number, size: number) =>
    t('admin.usage.counted', {
      number: format.number(count),
      bytes: bytes(size),
    });
  const columns: ReadonlyArray<Column<NamespaceStorage>> = [
    {
      title: t('admin.usage.column.namespace'),
      cell: ({ cluster, namespace }) =>
        t('runs.place', { cluster: clusterTitle(cluster), namespace }),
    },
    {
      title: t('admin.usage.column.runs'),
      cell: ({ runs }) => format.number(runs),
    },
    {
      title: t('admin.usage.column.bytes'),
      cell: amount => bytes(amount.bytes),
    },
    {
      title: t('admin.usage.column.records'),
      cell: ({ records, recordBytes }) => counted(records, recordBytes),
    },
    {
      title: t('admin.usage.column.logs'),
      cell: ({ logs, logBytes }) => counted(logs, logBytes),
    },
    {
      title: t('admin.usage.column.events'),
      cell: ({ eventLists, eventBytes }) => counted(eventLists, eventBytes),
    },
    {
      title: t('admin.usage.column.perDay'),
      cell: amount => bytes(storageFigures(amount, maxBytes).perDay.week),
    },
    ...(maxBytes === undefined
      ? []
      : [
          {
            title: t('admin.usage.column.share', { limit: bytes(maxBytes) }),
            cell: (amount: NamespaceStorage) =>
              format.percent(storageFigures(amount, maxBytes).share ?? 0),
          },
        ]),
  ];
  return (
    <FactTable
      label={t('admin.usage.namespaces')}
      columns={columns}
      rows={items}
      rowKey={({ cluster, namespace }) => `${cluster}/${namespace}`}
    />
  );
}
