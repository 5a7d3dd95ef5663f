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

import type { LogOrphans } from 'backstage-plugin-tekton-results-common';
import { formatBytes, useFormat } from '../../format';
import { useTexts } from '../../translation';
import { FactTable, Lines } from '../table';

/** Props of {@link LeftoverTable}. */
export interface LeftoverTableProps {
  readonly drivers: readonly LogOrphans[];
}

/** What each place of logs has that does not belong together. */
export function LeftoverTable({ drivers }: LeftoverTableProps) {
  const t = useTexts();
  const format = useFormat();
  return (
    <FactTable
      label={t('admin.leftovers.title')}
      rows={drivers}
      rowKey={({ driver }) => driver}
      columns={[
        {
          title: t('admin.leftovers.column.driver'),
          cell: ({ driver }) => driver,
        },
        {
          title: t('admin.leftovers.column.bytesWithoutLog'),
          cell: ({ bytesWithoutLog: { objects, bytes } }) =>
            t('admin.leftovers.objects', {
              objects: format.number(objects),
              bytes: formatBytes(bytes, format.number),
            }),
        },
        {
          title: t('admin.leftovers.column.logsWithoutBytes'),
          cell: ({ logsWithoutBytes }) => format.number(logsWithoutBytes.logs),
        },
        {
          title: t('admin.leftovers.column.sound'),
          cell: ({ sound }) => format.number(sound),
        },
        {
          title: t('admin.leftovers.column.outcome'),
          cell: ({ repaired, problem }) => (
            <Lines
              lines={[
                ...(repaired ? [t('admin.leftovers.repaired')] : []),
                ...(problem ? [problem] : []),
              ]}
            />
          ),
        },
      ]}
    />
  );
}
