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

import type { ReadLog, ReadRun } from './LogReader';

/** Where a log comes from, as far as others say it. */
export interface LogSource {
  readonly pod?: string;
  readonly container?: string;
}

/** What tells a log of a run from its others. */
export type LogName = Pick<ReadLog, 'step' | 'container' | 'attempt'>;

/** Finds the attempt and the step that a log comes from. */
export function nameLog(run: ReadRun, source: LogSource): LogName {
  const { container } = source;
  const attempt = attemptOf(run, source);
  if (!container) {
    return { attempt };
  }
  const step = run.attempts
    .flatMap(({ steps }) => steps)
    .find(candidate => candidate.container === container);
  return {
    attempt,
    container,
    step: step?.name ?? /^step-(.+)$/.exec(container)?.[1],
  };
}

function attemptOf(run: ReadRun, { pod }: LogSource): number | undefined {
  if (run.attempts.length === 1) {
    return 1;
  }
  const index = run.attempts.findIndex(
    ({ podName }) => podName !== undefined && podName === pod,
  );
  return index < 0 ? undefined : index + 1;
}

/** By attempt, and within it in the order of the steps; others follow them. */
export function sortLogs<T extends LogName>(
  run: ReadRun,
  logs: readonly T[],
): T[] {
  const containers = run.attempts.flatMap(({ steps }) =>
    steps.map(({ container }) => container),
  );
  const placeOf = ({ container = '' }: LogName) => {
    const place = containers.indexOf(container);
    return place < 0 ? containers.length : place;
  };
  return [...logs].sort(
    (a, b) =>
      (a.attempt ?? 0) - (b.attempt ?? 0) ||
      placeOf(a) - placeOf(b) ||
      (a.container ?? '').localeCompare(b.container ?? ''),
  );
}
