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

import type { FindRunsRequest } from 'backstage-plugin-tekton-results-common';
import { Navigate } from 'react-router-dom';
import { runPath } from '../routing';
import { Absence, RunLines } from '../run';
import { ErrorState, LoadingLines, Notice } from '../states';
import { useTexts } from '../translation';
import styles from './FindPage.module.css';
import { runQuery, type FindLocation } from './findRequest';
import { useFoundRuns } from './useFoundRuns';

/** Props of {@link FoundRuns}. */
export interface FoundRunsProps {
  readonly request: FindRunsRequest;
  readonly location: FindLocation;
}

/** Goes to the only run that is found, lets choose between several, or says why none. */
export function FoundRuns({ request, location }: FoundRunsProps) {
  const t = useTexts();
  const { value, loading, stale, error, retry } = useFoundRuns(request);
  const query = runQuery(location);
  const wanted = [request.namespace, nameOf(request)]
    .filter(Boolean)
    .join(' / ');

  if (loading || stale) {
    return <LoadingLines label={t('find.loading')} lines={2} />;
  }
  if (!value) {
    return (
      <ErrorState
        title={t('error.findTitle')}
        error={error ?? new Error(t('error.findTitle'))}
        retry={retry}
        forbiddenHint={t('error.forbiddenAllHint')}
      />
    );
  }
  const [only] = value.items;
  if (value.items.length === 1 && !value.more) {
    return <Navigate to={`../${runPath(only)}${query}`} replace />;
  }
  if (value.items.length === 0) {
    return (
      <Notice title={t('run.notFound')}>
        <p>{t('run.notFoundHint')}</p>
        {value.absence && <Absence absence={value.absence} />}
        <p>
          <code>{wanted}</code>
        </p>
      </Notice>
    );
  }
  return (
    <section className={styles.found}>
      <h3 className={styles.heading}>{t('find.several', { name: wanted })}</h3>
      <p className={styles.hint}>{t('find.severalHint')}</p>
      <RunLines
        label={t('find.several', { name: wanted })}
        lines={value.items.map(run => ({ run }))}
        base=".."
        query={query}
      />
      {value.more && <p className={styles.hint}>{t('find.more')}</p>}
    </section>
  );
}

function nameOf({ uid, name, record, result }: FindRunsRequest) {
  return uid ?? name ?? record ?? result;
}
