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

import { parseRunObject } from 'backstage-plugin-tekton-results-common';
import { isReadable, joinLogs, type JoinedLogs } from '../../logs';
import {
  runAccessTest,
  type ResultView,
  type StoredRecord,
  type StoredRun,
} from '../../store';
import type { ApiContext } from './ApiContext';
import { GrpcCode, ResultsApiError } from './ResultsApiError';
import { runOfRecord } from './runOfRecord';

/**
 * The text of the log that a Record tells of, or that the run in it wrote, as far
 * as it may be seen. Of steps that are running, or whose logs are still being
 * stored, there is none: a beginning would be taken for the whole.
 *
 * @throws ResultsApiError if there is none, or none now
 */
export async function findLogText(
  { runs, runLogs }: Pick<ApiContext, 'runs' | 'runLogs'>,
  options: { record: StoredRecord; view: ResultView; signal: AbortSignal },
): Promise<JoinedLogs> {
  const { record, view, signal } = options;
  const run = await runOfRecord(runs, record, view);
  if (!run) {
    throw noLog();
  }
  const { kind, cluster, uid } = run.summary;
  const ofPipeline = kind === 'PipelineRun';
  const logs = await runLogs.of(
    run,
    ofPipeline ? await runs.children({ cluster, uid }) : [],
    { signal, maySee: view.access && runAccessTest(view.access) },
  );
  const whole = logs.map(log =>
    log.state === 'streaming' || log.state === 'notYet'
      ? { ...log, text: undefined, reason: log.reason ?? 'The step is running' }
      : log,
  );
  if (!whole.some(isReadable)) {
    const unavailable = logs.find(({ state }) => state === 'unavailable');
    throw unavailable
      ? new ResultsApiError(GrpcCode.Unavailable, unavailable.reason ?? '')
      : noLog();
  }
  const isOwn = whole.some(log => log.run === run);
  const alone = isOwn || taskRunsOf(run) <= 1;
  return joinLogs(whole, { ofPipeline, alone, signal });
}

/** How many TaskRuns a PipelineRun says that it has. */
function taskRunsOf({ payload }: StoredRun): number {
  const { run } = parseRunObject(payload);
  return (run?.status.childReferences ?? []).filter(
    child => child.kind === 'TaskRun',
  ).length;
}

function noLog(): ResultsApiError {
  return new ResultsApiError(GrpcCode.NotFound, "Log doesn't exist");
}
