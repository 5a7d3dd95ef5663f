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

import { tektonLogReadPermission } from 'backstage-plugin-tekton-results-common';
import type { Request } from 'express';
import type { BackstageCaller } from '../../auth';
import type { RunLog } from '../../logs';
import { runAccessTest, type StoredRun } from '../../store';
import { notAllowed } from './logErrors';
import type { NativeContext } from './NativeContext';
import { parseLogRef } from './parseLogQuery';
import { missingRun, visibleRun } from './visibleRun';

/** A run that the caller may see, and its logs. */
export interface VisibleLogs {
  readonly run: StoredRun;
  /** Whether they may see the logs of the run itself. */
  readonly mayRead: boolean;
  /**
   * Its logs, and those of the runs that it owns, as far as they may be seen.
   *
   * @param run - as it is by now
   */
  readonly logsOf: (signal: AbortSignal, run?: StoredRun) => Promise<RunLog[]>;
}

type LogContext = Pick<NativeContext, 'runs' | 'runLogs' | 'tombstones'>;

/** @throws NotFoundError if the caller may see no such run (any more) */
export async function visibleLogs(
  { runs, runLogs, tombstones }: LogContext,
  caller: BackstageCaller,
  { params }: Request,
): Promise<VisibleLogs> {
  const { cluster, uid } = params;
  const ref = await visibleRun(caller, { cluster, uid });
  const run = await runs.get(ref);
  if (!run) {
    throw await missingRun(tombstones, ref);
  }
  const maySee = runAccessTest(ref.access);
  const mayRead = runAccessTest(
    await caller.accessWith(tektonLogReadPermission),
  );
  return {
    run,
    mayRead: mayRead(run),
    logsOf: async (signal, now = run) => {
      const children =
        now.summary.kind === 'PipelineRun'
          ? await runs.children({ cluster, uid })
          : [];
      return runLogs.of(now, children, { signal, maySee, mayRead });
    },
  };
}

/** Finds a log as it is now; undefined if there is none. */
export type FindLog = (signal: AbortSignal) => Promise<RunLog | undefined>;

/**
 * Finds the log that a path names, as often as it is asked to.
 *
 * @throws NotFoundError if the caller may see no such run
 * @throws NotAllowedError if they may see the run, but not its logs
 */
export async function visibleLog(
  context: LogContext,
  caller: BackstageCaller,
  req: Request,
): Promise<FindLog> {
  const { run, mayRead, logsOf } = await visibleLogs(context, caller, req);
  if (!mayRead) {
    throw notAllowed();
  }
  const { cluster, uid } = run.summary;
  const ref = parseLogRef(req.params);
  let known: StoredRun | undefined = run;
  return async signal => {
    // Whoever asks again wants to know what the run is like by now.
    const asked = known ?? (await context.runs.get({ cluster, uid }));
    known = undefined;
    const logs = asked ? await logsOf(signal, asked) : [];
    return logs.find(
      ({ run: writer, attempt, container }) =>
        writer?.summary.uid === uid &&
        attempt === ref?.attempt &&
        container === ref.container,
    );
  };
}
