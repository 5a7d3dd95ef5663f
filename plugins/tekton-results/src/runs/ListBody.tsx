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

import type { RunSelection } from 'backstage-plugin-tekton-results-common';
import { useRef } from 'react';
import { useClusterProblems } from '../health';
import type { FieldValue } from '../filters';
import styles from './RunList.module.css';
import { NewRunsBar } from './NewRunsBar';
import { Pager } from './Pager';
import { RunsTable } from './RunsTable';
import { SortSelect } from './SortSelect';
import { SummaryLine } from './SummaryLine';
import type { useListLocation } from './useListLocation';
import { useOpenedRow } from './useOpenedRow';
import type { RunsPageAnswer, UnseenRuns } from './useRuns';
import { useStatistics, useUsualDurations } from './useStatistics';

const COUNT_AGAIN_MS = 60_000;

/** Props of {@link ListBody}. */
export interface ListBodyProps {
  readonly entityRef?: string;
  /** Must stay the same function for the same filter. */
  readonly select: (now: number) => RunSelection;
  readonly page: RunsPageAnswer;
  /** Whether another page is on its way. */
  readonly stale: boolean;
  /** Runs that would be on screen but are not; absent where none can come. */
  readonly unseen?: UnseenRuns;
  readonly onShowNew: () => void;
  readonly location: ReturnType<typeof useListLocation>;
  readonly onMove: (cursor: string | undefined) => void;
  readonly onFilter: (value: FieldValue) => void;
}

/** The rows of a list, with what they add up to and the way to other pages. */
export function ListBody(props: ListBodyProps) {
  const { entityRef, select, page, stale, unseen, location } = props;
  const { sort, cursor, pageSize, setSort, setPageSize } = location;
  const { openedKey, remember } = useOpenedRow();
  // Counting waits for the rows, which would wait for it in the backend.
  const answered = useRef(select);
  if (!stale) {
    answered.current = select;
  }
  const statistics = useStatistics({
    entityRef,
    select: answered.current,
    everyMs: COUNT_AGAIN_MS,
  });
  const usualDurations = useUsualDurations({ entityRef });
  const partial = useClusterProblems().length > 0;

  return (
    <>
      <div className={styles.above}>
        {statistics.value && !statistics.stale && !stale && (
          <SummaryLine
            statistics={statistics.value}
            allStatuses={location.filter.statuses.length === 0}
          />
        )}
        <div className={styles.sort}>
          <SortSelect sort={sort} onSort={setSort} />
        </div>
      </div>
      {unseen && <NewRunsBar {...unseen} onShow={props.onShowNew} />}
      <RunsTable
        runs={page.items}
        sort={sort}
        onSort={setSort}
        stale={stale}
        usualDurations={usualDurations}
        onFilter={props.onFilter}
        onOpen={remember}
        focusedKey={openedKey}
      />
      <Pager
        page={page}
        pageSize={pageSize}
        partial={partial}
        byTime={sort === '-start'}
        onFirstPage={cursor ? () => props.onMove(undefined) : undefined}
        onMove={props.onMove}
        onPageSize={setPageSize}
      />
    </>
  );
}
