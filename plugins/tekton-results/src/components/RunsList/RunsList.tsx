import { useEffect, useState } from 'react';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Alert, Text } from '@backstage/ui';
import type { RunScope } from 'backstage-plugin-tekton-results-common';
import { whatWentWrong } from '../../api';
import { useCaptureHealth, useRuns } from '../../hooks';
import { tektonResultsTranslationRef } from '../../translation';
import { CaptureProblems } from '../CaptureProblems';
import { RequestError } from '../RequestError';
import { NoRuns } from './NoRuns';
import styles from './RunsList.module.css';
import { RunsPager } from './RunsPager';
import { RunsTable } from './RunsTable';
import { ScopeText } from './ScopeText';
import { UpdateState } from './UpdateState';
import { useRunsPage } from './useRunsPage';

export interface RunsListProps {
  entityRef: string;
  scope: RunScope;
  /** Path of the list. */
  basePath: string;
}

/** The runs of an entity, newest first, a page at a time. */
export function RunsList({ entityRef, scope, basePath }: RunsListProps) {
  const { t } = useTranslationRef(tektonResultsTranslationRef);
  const page = useRunsPage();
  const { cursor, pageSize, goTo } = page;
  const runs = useRuns({ entityRef, limit: pageSize, cursor });
  const health = useCaptureHealth();
  const [cursorRejected, setCursorRejected] = useState(false);

  // A cursor may be of another list or too old. The URL is put right then,
  // rather than showing an error that a reload would only repeat.
  const rejected =
    cursor !== undefined &&
    runs.error !== undefined &&
    whatWentWrong(runs.error) === 'badRequest';
  useEffect(() => {
    if (rejected) {
      setCursorRejected(true);
      goTo(undefined, { replace: true });
    }
  }, [rejected, goTo]);

  const turnTo = (next: string | undefined) => {
    setCursorRejected(false);
    goTo(next);
  };

  const { value } = runs;
  const failed = runs.error && (runs.stale || !value) && !rejected;
  const empty = value && !runs.stale && value.items.length === 0;

  return (
    <section className={styles.root} aria-labelledby="tekton-results-runs">
      <div>
        <Text as="h2" variant="title-small" id="tekton-results-runs">
          {t('list.title')}
        </Text>
        <ScopeText scope={scope} />
      </div>
      <CaptureProblems
        health={health.value}
        error={health.error}
        cluster={scope.cluster}
      />
      {cursorRejected && (
        <Alert
          role="status"
          status="info"
          icon
          title={t('list.cursorRejected')}
        />
      )}
      {failed && (
        <RequestError
          title={t('error.listTitle')}
          error={failed}
          onRetry={runs.retry}
        />
      )}
      {!failed && empty && (
        <NoRuns
          scope={scope}
          health={health.value}
          healthUnknown={health.error !== undefined}
          onNewest={cursor ? () => turnTo(undefined) : undefined}
        />
      )}
      {!failed && !empty && (
        <>
          <UpdateState query={runs} />
          <RunsTable
            runs={value?.items}
            stale={runs.stale}
            basePath={basePath}
          />
          {value && (
            <RunsPager
              answer={value}
              busy={runs.stale}
              pageSize={pageSize}
              onPage={turnTo}
              onPageSize={size => {
                setCursorRejected(false);
                page.setPageSize(size);
              }}
            />
          )}
        </>
      )}
    </section>
  );
}
