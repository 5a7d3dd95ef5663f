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

import {
  isFinished,
  type RunSummary,
} from 'backstage-plugin-tekton-results-common';
import { useMemo } from 'react';
import { errorStatus } from '../data';
import { ErrorState, LoadingLines, Notice, RefreshWarning } from '../states';
import { useTexts } from '../translation';
import type { LogsNavigation, NamedTask } from './LogsNavigation';
import { logTree, useRunLogs } from './steps';
import { StepsAndLog } from './StepsAndLog';

/** Props of {@link RunLogs}. */
export interface RunLogsProps {
  readonly run: RunSummary;
  /** Its tasks, with what names each in the URL. */
  readonly tasks: readonly NamedTask[];
  readonly location: LogsNavigation;
}

/** The logs of a run: its steps, and the log of one of them. */
export function RunLogs({ run, tasks, location }: RunLogsProps) {
  const t = useTexts();
  const finished = isFinished(run.status);
  const logs = useRunLogs(run, finished);
  const { value, loading, error, retry } = logs;
  const tree = useMemo(
    () => value && logTree(tasks, value.items),
    [tasks, value],
  );

  if (loading) {
    return <LoadingLines label={t('logs.loading')} lines={8} />;
  }
  if (errorStatus(error) === 403) {
    return (
      <Notice title={t('logs.why.denied.title')}>
        <p>{t('logs.why.denied.text')}</p>
      </Notice>
    );
  }
  if (!tree || !value) {
    return (
      <ErrorState
        title={t('logs.error.list')}
        error={error ?? new Error(t('logs.error.list'))}
        retry={retry}
      />
    );
  }
  if (value.items.length === 0) {
    return (
      <Notice title={t('logs.noTasks.title')}>
        <p>{t(finished ? 'logs.noTasks.finished' : 'logs.noTasks.running')}</p>
      </Notice>
    );
  }
  return (
    <>
      {error && <RefreshWarning retry={retry} />}
      <StepsAndLog
        run={run}
        tree={tree}
        navigation={location}
        onChanged={retry}
      />
    </>
  );
}
