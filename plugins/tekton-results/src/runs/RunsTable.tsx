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

import type { RunSummary } from 'backstage-plugin-tekton-results-common';
import { useTexts } from '../translation';
import { RunRow } from './RunRow';
import styles from './RunsTable.module.css';

const COLUMNS = [
  'status',
  'run',
  'pipeline',
  'source',
  'started',
  'duration',
  'where',
] as const;

/** Props of {@link RunsTable}. */
export interface RunsTableProps {
  readonly runs: readonly RunSummary[];
  /** Whether other rows are on their way. */
  readonly stale: boolean;
}

/** A row for each run. */
export function RunsTable({ runs, stale }: RunsTableProps) {
  const t = useTexts();

  return (
    <div className={styles.box}>
      <table
        className={stale ? `${styles.table} ${styles.stale}` : styles.table}
        aria-label={t('runs.title')}
        aria-busy={stale}
      >
        <thead>
          <tr>
            {COLUMNS.map(column => (
              <th key={column} scope="col">
                {t(`runs.columns.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {runs.map(run => (
            <RunRow key={`${run.cluster}/${run.uid}`} run={run} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
