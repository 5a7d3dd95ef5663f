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
  RunLog,
  RunRef,
  TektonResultsLogsApi,
} from 'backstage-plugin-tekton-results-common';
import { parseLine, shownText } from '../logs/ansi';
import { logExcerpt, type ExcerptLine } from './logExcerpt';

/** How many of the last lines are looked through for an error. */
const TAIL_LINES = 200;

/** What the log of the step that failed says of the failure. */
export interface FailureLog {
  /** How its log stands; absent if there is none to tell of. */
  readonly state?: RunLog['state'];
  readonly attempt?: number;
  readonly lines: readonly ExcerptLine[];
  /** Number of the line that it is about. */
  readonly anchor?: number;
}

/** Where a run failed. */
export interface FailurePlace {
  /** Name of the task in its pipeline; absent: the run has one task only. */
  readonly task?: string;
  readonly step: string;
  /** The last one if absent. */
  readonly attempt?: number;
}

/** Looks into the log of the step in which a run failed. */
export async function readFailureLog(
  api: TektonResultsLogsApi,
  run: RunRef,
  place: FailurePlace,
  signal?: AbortSignal,
): Promise<FailureLog> {
  const { items } = await api.listRunLogs(run, { signal });
  const log = lastAttempt(items.filter(item => isOf(item, place)));
  if (!log?.run || !log.container || !log.lines) {
    return { state: log?.state, lines: [] };
  }
  const { attempt, container, state } = log;
  const tail = await api.getLogLines(
    { cluster: run.cluster, uid: log.run.uid, attempt, container },
    { from: Math.max(1, log.lines - TAIL_LINES + 1), to: log.lines },
    { signal },
  );
  const lines = tail.items.map(({ number, text }) => ({
    number,
    text: shownText(parseLine(text)),
  }));
  return { state, attempt, ...logExcerpt(lines) };
}

function isOf(log: RunLog, { task, step, attempt }: FailurePlace): boolean {
  return (
    log.step === step &&
    (task === undefined || log.task === task) &&
    (attempt === undefined || log.attempt === attempt)
  );
}

function lastAttempt(logs: readonly RunLog[]): RunLog | undefined {
  return [...logs].sort((a, b) => a.attempt - b.attempt).at(-1);
}
