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

import { useCallback, useRef } from 'react';
import type {
  DurationStatistics,
  RunSort,
  RunSummary,
} from 'backstage-plugin-tekton-results-common';
import type { FieldValue } from '../filters';
import { useOutages } from '../health';
import { useTexts } from '../translation';
import { ColumnHeader } from './ColumnHeader';
import { runKey } from './mergeRuns';
import { OutageRow } from './OutageRow';
import { placeOutages } from './placeOutages';
import { RunRow } from './RunRow';
import styles from './RunsTable.module.css';

const COLUMNS = [
  { id: 'status', sort: 'status' },
  { id: 'run', sort: 'name' },
  { id: 'source' },
  { id: 'started', sort: 'start' },
  { id: 'duration', sort: 'duration' },
  { id: 'tasks' },
  { id: 'where' },
] as const;

/** Props of {@link RunsTable}. */
export interface RunsTableProps {
  readonly runs: readonly RunSummary[];
  readonly sort: RunSort;
  readonly onSort: (sort: RunSort) => void;
  /** Whether other rows are on their way. */
  readonly stale: boolean;
  /** How long runs of a pipeline take, where that is known. */
  readonly usualDurations: ReadonlyMap<string, DurationStatistics>;
  /** Asks for runs with a value only. */
  readonly onFilter: (value: FieldValue) => void;
  readonly onOpen: (run: RunSummary) => void;
  /** The row that has the focus when it appears. */
  readonly focusedKey?: string;
}

/**
 * A row for each run. It is laid out as a grid, or as cards where it is narrow,
 * which takes the meaning from the elements of tables: hence the roles.
 */
export function RunsTable(props: RunsTableProps) {
  const { runs, sort, onSort, stale, usualDurations, focusedKey } = props;
  const t = useTexts();
  const rows = placeOutages(runs, useOutages(), sort);
  // One that stays the same: rows are not drawn anew for it.
  const filter = useRef(props.onFilter);
  filter.current = props.onFilter;
  const onFilter = useCallback(
    (value: FieldValue) => filter.current(value),
    [],
  );

  return (
    <div className={styles.box}>
      <div
        role="table"
        className={stale ? `${styles.table} ${styles.stale}` : styles.table}
        aria-label={t('runs.title')}
        aria-busy={stale}
      >
        <div role="rowgroup" className={styles.head}>
          <div role="row" className={styles.headRow}>
            {COLUMNS.map(column => (
              <ColumnHeader
                key={column.id}
                title={t(`runs.columns.${column.id}`)}
                field={'sort' in column ? column.sort : undefined}
                sort={sort}
                onSort={onSort}
              />
            ))}
          </div>
        </div>
        <div role="rowgroup">
          {rows.map(row =>
            row.kind === 'outage' ? (
              <OutageRow
                key={`${row.outage.cluster} ${row.outage.from}`}
                outage={row.outage}
                columns={COLUMNS.length}
              />
            ) : (
              <RunRow
                key={runKey(row.run)}
                run={row.run}
                usualDuration={
                  row.run.pipeline === undefined
                    ? undefined
                    : usualDurations.get(row.run.pipeline)
                }
                onFilter={onFilter}
                onOpen={props.onOpen}
                focused={runKey(row.run) === focusedKey}
              />
            ),
          )}
        </div>
      </div>
    </div>
  );
}
