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
  RiArrowDownLine,
  RiArrowUpLine,
  RiExpandUpDownLine,
} from '@remixicon/react';
import type { RunSort } from 'backstage-plugin-tekton-results-common';
import styles from './RunsTable.module.css';
import { isDescending, nextSort, type SortField, sortField } from './sorting';

/** Props of {@link ColumnHeader}. */
export interface ColumnHeaderProps {
  readonly title: string;
  /** Absent: runs cannot be sorted by it. */
  readonly field?: SortField;
  readonly sort: RunSort;
  readonly onSort: (sort: RunSort) => void;
}

/** The head of a column, which may sort by it. */
export function ColumnHeader({
  title,
  field,
  sort,
  onSort,
}: ColumnHeaderProps) {
  if (!field) {
    return (
      <div role="columnheader" className={styles.columnHeader}>
        {title}
      </div>
    );
  }
  const sorted = sortField(sort) === field;
  const direction = isDescending(sort) ? 'descending' : 'ascending';
  return (
    <div
      role="columnheader"
      className={styles.columnHeader}
      aria-sort={sorted ? direction : 'none'}
    >
      <button
        type="button"
        className={styles.sort}
        onClick={() => onSort(nextSort(sort, field))}
      >
        {title}
        <SortIcon direction={sorted ? direction : undefined} />
      </button>
    </div>
  );
}

function SortIcon({ direction }: { direction?: 'ascending' | 'descending' }) {
  const icon = { size: '1em', 'aria-hidden': true } as const;
  if (!direction) {
    return <RiExpandUpDownLine {...icon} className={styles.unsorted} />;
  }
  return direction === 'descending' ? (
    <RiArrowDownLine {...icon} />
  ) : (
    <RiArrowUpLine {...icon} />
  );
}
