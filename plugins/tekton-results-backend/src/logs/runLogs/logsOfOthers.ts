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
  type RunObject,
  type RunStepState,
} from 'backstage-plugin-tekton-results-common';
import type { StoredRun } from '../../store';
import type { ReadLog } from '../readers';
import { readText } from './LogText';
import type { RunLog } from './RunLog';
import { containerOf, hasStarted } from './taskRunLogs';
import { uniteLogs } from './uniteLogs';

/** What a log of all steps is called where others stored them together. */
const TOGETHER = {
  step: 'All steps (stored together)',
  container: 'all',
  kind: 'whole',
} as const;

const NOTHING_READ = {
  state: 'neverCaptured',
  cause: undefined,
  reason: 'The place where logs of this cluster are kept has none of this step',
  live: false,
} as const;

const ON_ITS_WAY = {
  state: 'notYet',
  cause: undefined,
  reason:
    'The step has ended; its log is on its way to where logs of this cluster are kept',
  live: false,
} as const;

/** A run whose logs others keep. */
interface ReadTaskRun {
  readonly run: StoredRun;
  /** Name of the task in its pipeline. */
  readonly task: string;
  readonly object: RunObject;
  /** For so long after the end of a step its last lines may still come (ms). */
  readonly delayMs: number;
  /** Milliseconds since 1970 (UTC). */
  readonly now: number;
}

/**
 * The logs of a TaskRun that others keep: what they have of it, and what they have
 * not, in the order of its attempts and steps.
 *
 * @param options - `expected`: the logs that it should have; `found`: those that
 * there are
 */
export function logsOfOthers(
  task: ReadTaskRun,
  options: { expected: readonly RunLog[]; found: readonly ReadLog[] },
): RunLog[] {
  const { expected } = options;
  const found = uniteLogs(options.found);
  const isFound = (log: RunLog) => found.some(other => holds(other, log));
  const logs = [
    ...found.map(log => foundLog(task, log)),
    ...expected.filter(log => !isFound(log)).map(log => missingLog(task, log)),
  ];
  const places = new Map(
    expected.map((log, index) => [`${log.attempt}/${log.container}`, index]),
  );
  const placeOf = ({ attempt, container }: RunLog) =>
    places.get(`${attempt}/${container}`) ?? expected.length;
  return logs.sort((a, b) => a.attempt - b.attempt || placeOf(a) - placeOf(b));
}

/** Whether a log has, or may have, what an expected one should. */
function holds(found: ReadLog, expected: RunLog): boolean {
  const { attempt = expected.attempt, container = expected.container } = found;
  return (
    attempt === expected.attempt &&
    (expected.container === undefined || container === expected.container)
  );
}

function foundLog(task: ReadTaskRun, log: ReadLog): RunLog {
  const { attempt = 1, container, step } = log;
  const attempts = attemptsOf(task.object);
  return {
    run: task.run,
    task: task.task,
    attempt,
    attempts: attempts.length,
    podName: attempts[attempt - 1]?.podName,
    ...(container === undefined
      ? TOGETHER
      : { step: step ?? container, container, kind: 'step' }),
    ...foundState(task, log),
    text: readText(log),
    elsewhere: true,
  };
}

function foundState(
  task: ReadTaskRun,
  { attempt, container }: ReadLog,
): Pick<RunLog, 'state' | 'reason' | 'live'> {
  // Where attempts cannot be told apart, the last may still add to it.
  const last = attemptsOf(task.object).length;
  const place = { attempt: attempt ?? last, container };
  const endedAt = endOf(task, place);
  if (endedAt === undefined) {
    return attempt !== undefined && stepAt(task, place)?.running
      ? { state: 'streaming', live: true }
      : {
          state: 'notYet',
          reason: 'The run goes on, and more lines may follow',
          live: false,
        };
  }
  return task.now < endedAt + task.delayMs
    ? {
        state: 'notYet',
        reason: 'The step has ended; its last lines may be on their way',
        live: false,
      }
    : { state: 'stored', live: false };
}

/** A log of which others have nothing. */
function missingLog(task: ReadTaskRun, expected: RunLog): RunLog {
  const step = stepAt(task, expected);
  const endedAt = endOf(task, expected);
  if (!step || !hasStarted(step) || endedAt === undefined) {
    return expected;
  }
  return {
    ...expected,
    ...(task.now < endedAt + task.delayMs ? ON_ITS_WAY : NOTHING_READ),
    elsewhere: true,
  };
}

/** When a container had written its last line (ms); undefined: it may not have. */
function endOf(
  { run, object }: ReadTaskRun,
  place: { attempt: number; container?: string },
): number | undefined {
  const attempts = attemptsOf(object);
  const step = stepAt({ object }, place);
  const time =
    step?.terminated?.finishedAt ?? attempts[place.attempt - 1]?.completionTime;
  const endedAt = Date.parse(time ?? '');
  if (!Number.isNaN(endedAt)) {
    return endedAt;
  }
  const { status, goneAt } = run.summary;
  const isOver =
    place.attempt < attempts.length ||
    isFinished(status) ||
    goneAt !== undefined;
  return isOver ? run.finalStoredTime ?? run.updateTime : undefined;
}

function stepAt(
  { object }: Pick<ReadTaskRun, 'object'>,
  place: { attempt: number; container?: string },
): RunStepState | undefined {
  const { steps = [] } = attemptsOf(object)[place.attempt - 1] ?? {};
  return steps.find(step => containerOf(step) === place.container);
}

function attemptsOf({ status }: RunObject) {
  return [...status.retriesStatus, status];
}
