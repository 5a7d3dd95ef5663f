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

import type {
  ListRetentionJobsResponse,
  RetentionJob,
} from 'backstage-plugin-tekton-results-common';
import type { PolledRequest } from '../../data';
import { Duration, Time, useFormat } from '../../format';
import { ErrorState, LoadingLines, RefreshWarning } from '../../states';
import { useTexts } from '../../translation';
import { FactTable, Lines } from '../table';
import styles from './Retention.module.css';
import { useRetentionTexts } from './useRetentionTexts';

/** Props of {@link RetentionJobs}. */
export interface RetentionJobsProps {
  readonly jobs: PolledRequest<ListRetentionJobsResponse>;
}

/** What the last jobs have removed. */
export function RetentionJobs({ jobs }: RetentionJobsProps) {
  const t = useTexts();
  const { value, loading, error, retry } = jobs;
  return (
    <div className={styles.part}>
      <h4 className={styles.title}>{t('admin.jobs.title')}</h4>
      {loading && <LoadingLines label={t('admin.jobs.loading')} lines={2} />}
      {error && !value && (
        <ErrorState
          title={t('admin.jobs.failed')}
          error={error}
          retry={retry}
          forbiddenTitle={t('admin.denied')}
          forbiddenHint={t('admin.retention.denied')}
        />
      )}
      {error && value && <RefreshWarning retry={retry} />}
      {value?.items.length === 0 && <p>{t('admin.jobs.none')}</p>}
      {value && value.items.length > 0 && <JobTable jobs={value.items} />}
    </div>
  );
}

function JobTable({ jobs }: { readonly jobs: readonly RetentionJob[] }) {
  const t = useTexts();
  const format = useFormat();
  const texts = useRetentionTexts();
  return (
    <FactTable
      label={t('admin.jobs.title')}
      rows={jobs}
      rowKey={({ id }) => id}
      columns={[
        {
          title: t('admin.jobs.column.started'),
          cell: ({ startedAt }) => <Time value={startedAt} />,
        },
        {
          title: t('admin.jobs.column.took'),
          cell: job => (
            <Duration
              startedAt={job.startedAt}
              durationMs={tookMs(job)}
              running={job.state === 'running'}
            />
          ),
        },
        {
          title: t('admin.jobs.column.askedBy'),
          cell: ({ actor }) => actor ?? t('admin.jobs.schedule'),
        },
        {
          title: t('admin.jobs.column.state'),
          cell: ({ state, problem, resumesAt }) => (
            <>
              {t(`admin.jobs.state.${state}`)}
              {problem && <span className={styles.small}>{problem}</span>}
              {resumesAt && (
                <span className={styles.small}>
                  {t('admin.jobs.resumes', {
                    time: format.exactTime(resumesAt),
                  })}
                </span>
              )}
            </>
          ),
        },
        {
          title: t('admin.jobs.column.deleted'),
          cell: ({ counts }) => (
            <Lines
              lines={counts.map(({ policy, part, runs, bytes }) =>
                t('admin.jobs.count', {
                  policy,
                  deleted: texts.part(part, { runs, bytes, exact: true }),
                }),
              )}
            />
          ),
        },
      ]}
    />
  );
}

function tookMs({ startedAt, endedAt }: RetentionJob): number | undefined {
  return endedAt ? Date.parse(endedAt) - Date.parse(startedAt) : undefined;
}
