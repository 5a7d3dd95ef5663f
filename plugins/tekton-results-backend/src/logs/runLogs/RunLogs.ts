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

import { isError } from '@backstage/errors';
import {
  describeTasks,
  logReason,
  parseRunObject,
  type StoredRunObject,
} from 'backstage-plugin-tekton-results-common';
import type { LogStore, StepLog, StoredRun } from '../../store';
import type { LogArchive } from '../LogArchive';
import { toReadRun, type LogReader } from '../readers';
import { logsOfOthers } from './logsOfOthers';
import { archivedText } from './LogText';
import { isReadable, type RunLog } from './RunLog';
import { taskRunLogs } from './taskRunLogs';

/** Of so many runs at a time others are asked for their logs. */
const CONCURRENT_READS = 4;
/** For so long others are waited for. */
const READ_TIMEOUT_MS = 60_000;
/** By which Tekton tells the task of a run. */
const TASK_LABEL = 'tekton.dev/pipelineTask';
/** A run that wrote logs, and the task that it is. */
interface TaskRun {
  readonly run: StoredRun;
  readonly task: string;
}

/** Finds the logs of runs: what is kept here and what others keep. */
export class RunLogs {
  private readonly logs: Pick<LogStore, 'logsOf'>;
  private readonly archive: LogArchive;
  private readonly readerOf: (cluster: string) => LogReader | undefined;
  private readonly isCaptured: (cluster: string) => boolean;
  private readonly now: () => number;

  constructor(options: {
    logs: Pick<LogStore, 'logsOf'>;
    archive: LogArchive;
    /** Reads the logs of a cluster that others keep; undefined: they are here. */
    readerOf: (cluster: string) => LogReader | undefined;
    /** Whether logs of a cluster are captured. */
    isCaptured: (cluster: string) => boolean;
    /** Milliseconds since 1970 (UTC). */
    now?: () => number;
  }) {
    this.logs = options.logs;
    this.archive = options.archive;
    this.readerOf = options.readerOf;
    this.isCaptured = options.isCaptured;
    this.now = options.now ?? Date.now;
  }

  /**
   * The logs of a run in the order of its tasks, attempts and steps; of a
   * PipelineRun those of its TaskRuns, as far as these may be seen.
   *
   * @param children - all runs that name it as their owner
   * @param options - `maySee`: of the other children nothing is told; `mayRead`:
   * whether logs of a run may be seen; the others are not even looked for
   * @throws StoreError
   */
  async of(
    run: StoredRun,
    children: readonly StoredRun[],
    options: {
      signal: AbortSignal;
      maySee?: (child: StoredRun) => boolean;
      mayRead?: (run: StoredRun) => boolean;
    },
  ): Promise<RunLog[]> {
    const { signal, maySee = () => true, mayRead = () => true } = options;
    // Clients name the owner of a run; one in another namespace has none here.
    const owned = children.filter(({ parent }) => parent === run.parent);
    const tasks = taskRunsOf(run, owned.filter(maySee));
    const seen = tasks.filter(task => mayRead(task.run));
    const found = await this.ofTasks(seen, signal);
    const logs = tasks.flatMap(
      task => found[seen.indexOf(task)] ?? deniedLogs(task),
    );
    const isWhole = run.summary.kind !== 'PipelineRun' || logs.some(isReadable);
    const mayReadAll =
      mayRead(run) && owned.every(child => maySee(child) && mayRead(child));
    if (isWhole || !mayReadAll) {
      return logs;
    }
    // Others store a log of the whole run, with the texts of all its tasks.
    const [own] = await this.archived([{ run, task: run.summary.name }]);
    return own.some(isReadable) || logs.length === 0 ? own : logs;
  }

  private async ofTasks(
    tasks: readonly TaskRun[],
    signal: AbortSignal,
  ): Promise<RunLog[][]> {
    const logs = await this.archived(tasks);
    const [first] = tasks;
    const reader = first && this.readerOf(first.run.summary.cluster);
    if (reader) {
      const waiting = [...tasks.entries()].filter(
        ([index]) => !logs[index].some(isReadable),
      );
      const readNext = async () => {
        for (let next = waiting.shift(); next; next = waiting.shift()) {
          const [index, task] = next;
          logs[index] = await this.read(reader, task, signal);
        }
      };
      await Promise.all(Array.from({ length: CONCURRENT_READS }, readNext));
    }
    return logs;
  }

  /** For each of some runs of a cluster what is kept here. */
  private async archived(tasks: readonly TaskRun[]): Promise<RunLog[][]> {
    const [first] = tasks;
    if (!first) {
      return [];
    }
    const { cluster } = first.run.summary;
    const known = new Map<string, StepLog[]>(
      tasks.map(({ run }) => [run.summary.uid, []]),
    );
    for (const log of await this.logs.logsOf(cluster, [...known.keys()])) {
      known.get(log.runUid)?.push(log);
    }
    return tasks.map(({ run, task }) =>
      taskRunLogs({
        run,
        task,
        stored: known.get(run.summary.uid) ?? [],
        captured: this.isCaptured(cluster),
        now: this.now(),
      }).map(log =>
        log.stored && hasText(log.stored)
          ? { ...log, text: archivedText(this.archive, log.stored) }
          : log,
      ),
    );
  }

  private async read(
    reader: LogReader,
    { run, task }: TaskRun,
    signal: AbortSignal,
  ): Promise<RunLog[]> {
    const { run: object } = parseRunObject(run.payload);
    const described = {
      run,
      task,
      stored: [],
      captured: true,
      now: this.now(),
    };
    const expected = taskRunLogs(described);
    if (!object || expected.every(({ withoutSteps }) => withoutSteps)) {
      return expected;
    }
    const [, , result = '', , record = ''] = run.record.split('/');
    const place = { namespace: run.parent, result, record };
    try {
      const found = await reader.read(toReadRun(place, object), {
        signal: AbortSignal.any([signal, AbortSignal.timeout(READ_TIMEOUT_MS)]),
      });
      return logsOfOthers(
        { run, task, object, delayMs: reader.delayMs, now: this.now() },
        { expected, found },
      );
    } catch (error) {
      signal.throwIfAborted();
      return expected.map(log => ({
        ...log,
        state: 'unavailable' as const,
        cause: undefined,
        reason: isUnavailable(error)
          ? error.message
          : logReason('unavailable', undefined),
        live: false,
        elsewhere: true,
      }));
    }
  }
}

/** What a run says of its steps, and nothing of their logs. */
function deniedLogs({ run, task }: TaskRun): RunLog[] {
  const described = { run, task, stored: [], captured: true, now: 0 };
  return taskRunLogs(described).map(
    ({ attempt, attempts, step, container, kind }) => ({
      run,
      task,
      attempt,
      attempts,
      step,
      container,
      kind,
      state: 'denied',
      reason: logReason('denied', undefined),
      live: false,
    }),
  );
}

/** The TaskRuns of a run in the order of their tasks, or the run itself. */
function taskRunsOf(run: StoredRun, children: readonly StoredRun[]): TaskRun[] {
  const { kind, name } = run.summary;
  if (kind !== 'PipelineRun') {
    const { run: object } = parseRunObject(run.payload);
    const task = object?.metadata.labels[TASK_LABEL];
    return [{ run, task: task ?? name }];
  }
  const [object] = storedObjects([run]);
  const byUid = new Map(children.map(child => [child.summary.uid, child]));
  const tasks = object
    ? describeTasks({ run: object, children: storedObjects(children) })
    : [];
  return tasks.flatMap(({ name: task, run: executed }) => {
    const child = executed && byUid.get(executed.uid);
    return child ? [{ run: child, task }] : [];
  });
}

function storedObjects(runs: readonly StoredRun[]): StoredRunObject[] {
  return runs.flatMap(({ payload, summary }) => {
    const { run: object } = parseRunObject(payload);
    return object ? [{ object, status: summary.status }] : [];
  });
}

/** One that is stored may be empty; of one that streams there may be nothing yet. */
function hasText({ state, segments }: StepLog): boolean {
  return state === 'stored' || state === 'partial' || segments > 0;
}

function isUnavailable(error: unknown): error is Error {
  return isError(error) && error.name === 'ServiceUnavailableError';
}
