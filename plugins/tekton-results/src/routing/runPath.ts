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

import type { RunRef } from 'backstage-plugin-tekton-results-common';

/**
 * The page of a run below a list: of an entity, or of all runs. It has no slash
 * in front, so that a link in the list may use it as it is.
 */
export function runPath({ cluster, uid }: RunRef): string {
  return `${encodeURIComponent(cluster)}/${encodeURIComponent(uid)}`;
}

/** A place in the logs of a run. */
export interface LogPlace {
  readonly task: string;
  readonly step: string;
  /** The last one if absent. */
  readonly attempt?: number;
  /** Number of the line to mark. */
  readonly line?: number;
}

/** The log of a step, or the logs of a run, as {@link runPath} says the page. */
export function logPath(run: RunRef, place?: LogPlace): string {
  const params = new URLSearchParams({ tab: 'logs' });
  if (place) {
    const { task, step, attempt, line } = place;
    params.set('task', task);
    if (attempt !== undefined) {
      params.set('attempt', String(attempt));
    }
    params.set('step', step);
    if (line !== undefined) {
      params.set('lines', String(line));
    }
  }
  return `${runPath(run)}?${params}`;
}
