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

import { Alert } from '@backstage/ui';
import {
  type ReactNode,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react';
import { errorStatus, useRunChanges } from '../data';
import {
  FilterBar,
  filterParts,
  type RunFilter,
  toSelection,
  withValue,
} from '../filters';
import { HealthBanners, useHealth } from '../health';
import { ErrorState, LoadingLines, RefreshWarning } from '../states';
import { useTexts } from '../translation';
import { ListBody } from './ListBody';
import { ListHeading } from './ListHeading';
import { ListKeys } from './ListKeys';
import { ListNotes } from './ListNotes';
import { NoMatches } from './NoMatches';
import { NoVisibleRuns } from './NoVisibleRuns';
import styles from './RunList.module.css';
import { useJump } from './useJump';
import { useListAnnouncements } from './useListAnnouncements';
import { useListLocation } from './useListLocation';
import { useRuns } from './useRuns';

/** Props of {@link RunList}. */
export interface RunListProps {
  /** Whose runs; absent: all that the user may see. */
  readonly entityRef?: string;
  /** Stands in place of the list while there is no run at all. */
  readonly empty: ReactNode;
}

/** A list of runs with all that narrows, orders and pages it. */
export function RunList({ entityRef, empty }: RunListProps) {
  const t = useTexts();
  const region = useRef<HTMLDivElement>(null);
  const location = useListLocation();
  const { filter, sort, cursor, pageSize, unread, setFilter, goTo } = location;
  const select = useCallback(
    (now: number) => toSelection(filter, now),
    [filter],
  );
  const runs = useRuns({ entityRef, select, sort, limit: pageSize, cursor });
  const { loading, stale, error, retry, refresh } = runs;
  const live = useRunChanges({
    enabled: runs.value !== undefined,
    entityRef,
    select,
    onChange: refresh,
  });
  const health = useHealth();
  const rejected = cursor !== undefined && errorStatus(error) === 400;
  // Whoever may not see runs any more is not shown the last ones either.
  const forbidden = errorStatus(error) === 403;
  const page = forbidden ? undefined : runs.value;
  const [wasRejected, setWasRejected] = useState(false);
  const filtered = filterParts(filter).length > 0;

  useListAnnouncements({ page, stale, sort });
  useEffect(() => {
    if (rejected) {
      setWasRejected(true);
      goTo(undefined, { replace: true });
    }
  }, [rejected, goTo]);

  const changeFilter = (next: RunFilter, how?: 'typing') => {
    setWasRejected(false);
    setFilter(next, { replace: how === 'typing' });
  };
  const jump = useJump(setFilter);
  const isEmpty = page?.items.length === 0 && !cursor && !page.nextCursor;

  return (
    <div ref={region} className={styles.page}>
      <ListKeys region={region} />
      <ListHeading
        scope={page?.scope}
        live={page && live.state}
        retry={() => {
          live.retry();
          retry();
        }}
      />
      <HealthBanners health={health.value} error={health.error} />
      {!forbidden && (
        <FilterBar
          entityRef={entityRef}
          filter={filter}
          onChange={changeFilter}
          onJump={jump}
        />
      )}
      {unread.length > 0 && (
        <Alert
          role="status"
          status="info"
          icon
          title={t('runs.unread', { parts: unread.join(', ') })}
        />
      )}
      {wasRejected && (
        <Alert
          role="status"
          status="info"
          icon
          title={t('runs.cursorRejected')}
        />
      )}
      {(loading || rejected) && (
        <LoadingLines label={t('runs.loading')} lines={pageSize} />
      )}
      {error && !rejected && !page && (
        <ErrorState
          title={t('error.title')}
          error={error}
          retry={retry}
          forbiddenHint={entityRef ? undefined : t('error.forbiddenAllHint')}
        />
      )}
      {error && !rejected && page && <RefreshWarning retry={retry} />}
      {page && (
        <ListNotes
          entityRef={entityRef}
          select={select}
          limited={page.limited === true}
          clusters={[...new Set(page.items.map(({ cluster }) => cluster))]}
        />
      )}
      {isEmpty &&
        !filtered &&
        !stale &&
        (page.limited ? <NoVisibleRuns /> : empty)}
      {isEmpty && filtered && (
        <NoMatches
          entityRef={entityRef}
          filter={filter}
          onChange={changeFilter}
        />
      )}
      {page && !isEmpty && (
        <ListBody
          entityRef={entityRef}
          select={select}
          page={page}
          stale={stale}
          unseen={cursor ? undefined : runs.unseen}
          onShowNew={runs.showNew}
          location={location}
          onMove={next => {
            setWasRejected(false);
            goTo(next);
          }}
          onFilter={value => changeFilter(withValue(filter, value))}
        />
      )}
    </div>
  );
}
