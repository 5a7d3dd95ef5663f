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

import { isReadable, joinLogs } from '../../logs';
import type { ResultView, StoredRecord } from '../../store';
import type { ApiContext } from './ApiContext';
import { GrpcCode, ResultsApiError } from './ResultsApiError';
import { runOfRecord } from './runOfRecord';

/**
 * The text of the log that a Record tells of, or that the run in it wrote, as far
 * as it may be seen. Of steps that are running, or whose logs are still being
 * stored, there is none: a beginning would be taken for the whole.
 *
 * @throws ResultsApiError before anything of it if there is none, or none now
 */
export async function* logText(
  { runs, runLogs }: Pick<ApiContext, 'runs' | 'runLogs'>,
  options: { record: StoredRecord; view: ResultView; signal: AbortSignal },
): AsyncIterable<Uint8Array> {
  const { record, view, signal } = options;
  const { access } = view;
  const run = await runOfRecord(runs, record, view);
  if (!run) {
    throw noLog();
  }
  const { kind, cluster, uid } = run.summary;
  const ofPipeline = kind === 'PipelineRun';
  const children = ofPipeline
    ? await runs.children({ cluster, uid, access })
    : [];
  const logs = await runLogs.of(
    run,
    // Owners are named by clients; a run in another namespace has none here.
    children.filter(({ parent }) => parent === run.parent),
    { signal },
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
  yield* joinLogs(whole, { ofPipeline, signal });
}

function noLog(): ResultsApiError {
  return new ResultsApiError(GrpcCode.NotFound, "Log doesn't exist");
}
