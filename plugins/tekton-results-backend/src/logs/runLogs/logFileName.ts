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

import type { RunLog } from './RunLog';

/** Of the pipeline run that a TaskRun belongs to. */
const PIPELINE_RUN_LABEL = 'tekton.dev/pipelineRun';
const UNSAFE = /[^A-Za-z0-9._-]+/g;
const MAX_LENGTH = 200;

/** The name of a file for a log: `<run>-<task>-<attempt>-<step>.log`. */
export function logFileName(log: RunLog): string {
  const { run, task, attempt, step, container = 'log', kind } = log;
  const labels = Object(Object(run?.payload.metadata).labels);
  const pipelineRun: unknown = labels[PIPELINE_RUN_LABEL];
  const name =
    typeof pipelineRun === 'string' ? pipelineRun : run?.summary.name;
  const isTask = task !== name;
  return safeFileName(
    [
      name,
      ...(isTask ? [task] : []),
      attempt,
      kind === 'step' ? step : container,
    ].join('-'),
    'log',
  );
}

/** A name that is one of a file everywhere, and needs no quoting in headers. */
export function safeFileName(name: string, extension: string): string {
  const safe = name.replaceAll(UNSAFE, '_').replace(/^\.+/, '');
  return `${safe.slice(0, MAX_LENGTH) || 'log'}.${extension}`;
}
