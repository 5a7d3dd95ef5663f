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

import { LoadingLines, ErrorState, RefreshWarning } from '../../states';
import { useTexts } from '../../translation';
import { Block } from '../Block';
import { RetentionJobs } from './RetentionJobs';
import { RetentionPlan } from './RetentionPlan';
import { RetentionState } from './RetentionState';
import { RunRetention } from './RunRetention';
import { useRetentionJobs } from './useRetentionJobs';
import { useRetentionStatus } from './useRetentionStatus';

/** Props of {@link RetentionBlock}. */
export interface RetentionBlockProps {
  readonly mayRun: boolean;
}

/** What removes old runs: how it stands, what it would do, what it has done. */
export function RetentionBlock({ mayRun }: RetentionBlockProps) {
  const t = useTexts();
  const status = useRetentionStatus();
  const jobs = useRetentionJobs();
  const isOn = status.value?.state === 'on';
  // Also one that was interrupted has removed something.
  const last = jobs.value?.items.find(({ state }) => state !== 'running');
  const settled = jobs.value ?? jobs.error;

  return (
    <Block
      title={t('admin.retention.title')}
      actions={isOn && mayRun && <RunRetention onStarted={jobs.retry} />}
    >
      {status.loading && (
        <LoadingLines label={t('admin.retention.loading')} lines={3} />
      )}
      {status.error && !status.value && (
        <ErrorState
          title={t('admin.retention.failed')}
          error={status.error}
          retry={status.retry}
          forbiddenTitle={t('admin.denied')}
          forbiddenHint={t('admin.retention.denied')}
        />
      )}
      {status.error && status.value && <RefreshWarning retry={status.retry} />}
      {status.value && <RetentionState status={status.value} />}
      {isOn && settled && <RetentionPlan version={last?.startedAt} />}
      {status.value && <RetentionJobs jobs={jobs} />}
    </Block>
  );
}
