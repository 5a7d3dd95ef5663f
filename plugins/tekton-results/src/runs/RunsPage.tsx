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

import type { RunScope } from 'backstage-plugin-tekton-results-common';
import { Alert } from '@backstage/ui';
import { useEffect, useState } from 'react';
import { errorStatus } from '../data';
import { HealthBanners, useHealth } from '../health';
import { ErrorState, LoadingLines, RefreshWarning } from '../states';
import { useTexts } from '../translation';
import { NoRuns } from './NoRuns';
import { Pager } from './Pager';
import styles from './RunsPage.module.css';
import { RunsTable } from './RunsTable';
import { useRuns } from './useRuns';
import { useRunsLocation } from './useRunsLocation';

/** Props of {@link RunsPage}. */
export interface RunsPageProps {
  readonly entityRef: string;
  readonly scope: RunScope;
}

/** The runs of an entity, newest first. */
export function RunsPage({ entityRef, scope }: RunsPageProps) {
  const t = useTexts();
  const location = useRunsLocation();
  const { cursor, pageSize, goTo, setPageSize } = location;
  const { value, loading, stale, error, retry } = useRuns({
    entityRef,
    limit: pageSize,
    cursor,
  });
  const health = useHealth();
  const rejected = cursor !== undefined && errorStatus(error) === 400;
  // Whoever may not see runs any more is not shown the last ones either.
  const forbidden = errorStatus(error) === 403;
  const page = forbidden ? undefined : value;
  const [wasRejected, setWasRejected] = useState(false);

  useEffect(() => {
    if (rejected) {
      setWasRejected(true);
      goTo(undefined, { replace: true });
    }
  }, [rejected, goTo]);

  const moveTo = (next: string | undefined) => {
    setWasRejected(false);
    goTo(next);
  };

  return (
    <div className={styles.page}>
      <HealthBanners health={health.value} error={health.error} />
      {wasRejected && (
        <Alert
          role="status"
          status="info"
          icon
          title={t('runs.cursorRejected')}
        />
      )}
      {(loading || rejected) && (
        <LoadingLines label={t('runs.loading')} lines={8} />
      )}
      {error && !rejected && !page && (
        <ErrorState title={t('error.title')} error={error} retry={retry} />
      )}
      {error && page && <RefreshWarning retry={retry} />}
      {page && page.items.length === 0 && cursor === undefined && (
        <NoRuns scope={scope} health={health} />
      )}
      {page && (page.items.length > 0 || cursor !== undefined) && (
        <>
          <RunsTable runs={page.items} stale={stale} />
          <Pager
            page={page}
            pageSize={pageSize}
            onFirstPage={cursor ? () => moveTo(undefined) : undefined}
            onMove={moveTo}
            onPageSize={setPageSize}
          />
        </>
      )}
    </div>
  );
}
