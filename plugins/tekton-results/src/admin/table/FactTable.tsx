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

import type { ReactNode } from 'react';
import styles from './FactTable.module.css';

/** A column of a {@link FactTable}. */
export interface Column<Row> {
  readonly title: string;
  /** Whether its words are never broken: they are short, and few. */
  readonly whole?: boolean;
  readonly cell: (row: Row) => ReactNode;
}

/** Props of {@link FactTable}. */
export interface FactTableProps<Row> {
  readonly label: string;
  /** The first one names the row. */
  readonly columns: ReadonlyArray<Column<Row>>;
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string | number;
}

/** A short table, which is a list of cards where there is no room for one. */
export function FactTable<Row>(props: FactTableProps<Row>) {
  const { label, columns, rows, rowKey } = props;
  const [head, ...others] = columns;
  return (
    <div className={styles.box}>
      <table className={styles.table} aria-label={label}>
        <thead>
          <tr>
            {columns.map(({ title }) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={rowKey(row)}>
              <th scope="row">{head.cell(row)}</th>
              {others.map(({ title, whole, cell }) => (
                <td key={title} className={whole ? styles.whole : undefined}>
                  <span className={styles.name} aria-hidden="true">
                    {title}
                  </span>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
