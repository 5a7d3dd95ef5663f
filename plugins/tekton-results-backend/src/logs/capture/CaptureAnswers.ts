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

import { toError } from '@backstage/errors';
import { isFinished } from 'backstage-plugin-tekton-results-common';
import type { LogStore, StewardedRun } from '../../store';
import { describeLoss } from './describeLoss';
import type { TaskRunCapture } from './TaskRunCapture';
import { isDeleting } from './taskRunLogs';
import type { Troubles } from './Troubles';

/** How the logs of a run stand; the first two are the last word. */
export type CapturedLogs =
  | { readonly done: true; readonly givenUp?: string }
  | { readonly done: false; readonly reason: string };

/** Knows which runs need not be kept for their logs any longer, and which must be. */
export class CaptureAnswers {
  private readonly cluster: string;
  private readonly capture: Pick<TaskRunCapture, 'plan'>;
  private readonly logs: Pick<LogStore, 'logsOf'>;
  private readonly troubles: Troubles;
  private readonly look: (uid: string) => void;
  private readonly now: () => number;

  /** Deleted runs, and since when somebody waits for their logs. */
  private readonly asked = new Map<string, number>();
  /** Deleted runs of which all was read that there was, and when that began. */
  private readonly read = new Map<string, number>();

  constructor(options: {
    cluster: string;
    capture: Pick<TaskRunCapture, 'plan'>;
    logs: Pick<LogStore, 'logsOf'>;
    troubles: Troubles;
    /** Sees to it that a run is visited soon. */
    look: (uid: string) => void;
    now: () => number;
  }) {
    this.cluster = options.cluster;
    this.capture = options.capture;
    this.logs = options.logs;
    this.troubles = options.troubles;
    this.look = options.look;
    this.now = options.now;
  }

  /**
   * Tells whether the logs of a run are in, and sees to it that they get in soon.
   * Never rejects, but for the signal.
   */
  async ensureCaptured(
    run: StewardedRun,
    { signal }: { signal: AbortSignal },
  ): Promise<CapturedLogs> {
    if (run.kind !== 'TaskRun') {
      // Its TaskRuns are asked for by themselves.
      return { done: true };
    }
    try {
      return await this.stateOf(run);
    } catch (error) {
      signal.throwIfAborted();
      return { done: false, reason: toError(error).message };
    }
  }

  /**
   * A run was visited without trouble.
   *
   * @param visit - `startedAt`: ms since 1970 (UTC); `complete`: whether all was
   * read that there was
   */
  visited(uid: string, visit: { startedAt: number; complete: boolean }): void {
    if (visit.complete && this.asked.has(uid)) {
      this.read.set(uid, visit.startedAt);
    }
  }

  /** Nobody will ask for the run any more, or its logs are in. */
  forget(uid: string): void {
    this.asked.delete(uid);
    this.read.delete(uid);
  }

  private async stateOf(run: StewardedRun): Promise<CapturedLogs> {
    const { cluster } = this;
    const { uid, namespace, payload } = run;
    const plan = await this.capture.plan({
      ...run,
      cluster,
      gone: false,
      described: false,
    });
    if (plan.done) {
      const logs = await this.logs.logsOf(cluster, [uid]);
      return { done: true, givenUp: describeLoss(logs) };
    }
    const trouble = this.troubles.of(uid);
    if (trouble && this.troubles.isDenied(namespace)) {
      return { done: true, givenUp: trouble };
    }
    const [task] = [...plan.tasks, ...plan.later];
    const wasRead = isDeleting(payload) && this.wasReadSinceAsked(uid);
    if (wasRead && !trouble) {
      // Its containers go on, maybe until the run is gone: what there is by now is kept.
      return { done: true, ...(task && { givenUp: goesOn(run) }) };
    }
    if (!trouble) {
      this.look(uid);
    }
    return {
      done: false,
      reason:
        trouble ??
        `the log of step ${task?.container.step ?? '?'} is not stored yet`,
    };
  }

  /** Notes that somebody waits for a deleted run. */
  private wasReadSinceAsked(uid: string): boolean {
    const since = this.asked.get(uid) ?? this.now();
    this.asked.set(uid, since);
    return (this.read.get(uid) ?? -Infinity) >= since;
  }
}

function goesOn({ status }: StewardedRun): string {
  return isFinished(status)
    ? 'the run was deleted while a container of it went on'
    : 'the run was deleted while its steps ran';
}
