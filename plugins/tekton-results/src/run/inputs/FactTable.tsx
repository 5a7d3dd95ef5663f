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
import styles from './Inputs.module.css';

/** Props of {@link FactTable}. */
export interface FactTableProps {
  readonly title: string;
  /** Said where there are no rows. */
  readonly empty: string;
  readonly columns: readonly string[];
  readonly rows: ReadonlyArray<{
    readonly key: string;
    readonly cells: readonly ReactNode[];
  }>;
}

/** A named section with a table, or with the words that it is empty. */
export function FactTable({ title, empty, columns, rows }: FactTableProps) {
  return (
    <section className={styles.section}>
      <h4 className={styles.heading}>{title}</h4>
      {rows.length === 0 ? (
        <p className={styles.muted}>{empty}</p>
      ) : (
        <table className={styles.table} aria-label={title}>
          <thead>
            <tr>
              {columns.map(column => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, cells: [head, ...others] }) => (
              <tr key={key}>
                <th scope="row">{head}</th>
                {others.map((cell, index) => (
                  <td key={columns[index + 1]} data-label={columns[index + 1]}>
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
