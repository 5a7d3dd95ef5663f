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
  parseRunObject,
} from 'backstage-plugin-tekton-results-common';
import type {
  Lease,
  LogCaptureStore,
  LogDescription,
  LoggedRun,
  LogStore,
  StepLog,
} from '../../store';
import { describeLoss } from './describeLoss';
import { hasLines } from './decideOnLog';

/** How soon a PipelineRun is looked at again of which TaskRuns are not stored. */
const LOOK_AGAIN_MS = 30_000;
/** Those that are not stored by then are not archived at all. */
const MAX_WAIT_MS = 10 * 60_000;

/** Writes the Log Records of runs whose logs are done with. */
export class LogDescriber {
  private readonly logs: LogStore;
  private readonly store: LogCaptureStore;
  private readonly lease: Lease;
  private readonly logType: (driver: string | undefined) => string;
  private readonly now: () => number;

  constructor(options: {
    logs: LogStore;
    store: LogCaptureStore;
    lease: Lease;
    /**
     * As Tekton Results names a driver; without one, that with which logs are
     * kept now.
     */
    logType: (driver: string | undefined) => string;
    now: () => number;
  }) {
    this.logs = options.logs;
    this.store = options.store;
    this.lease = options.lease;
    this.logType = options.logType;
    this.now = options.now;
  }

  /** The logs of a TaskRun are done with. */
  async describeTaskRun({ cluster, uid }: LoggedRun): Promise<void> {
    await this.describe(cluster, uid, await this.logs.logsOf(cluster, [uid]));
  }

  /**
   * Describes the log of a PipelineRun if those of all its TaskRuns are done with.
   *
   * @returns when to look again (ms since 1970, UTC); undefined: when one of its
   * TaskRuns is done with
   */
  async describePipelineRun(run: LoggedRun): Promise<number | undefined> {
    const { cluster, uid, status, gone, finalStoredAt, payload } = run;
    if (run.described || (!isFinished(status) && !gone)) {
      return undefined;
    }
    const now = this.now();
    const children = await this.store.children(cluster, uid);
    if (children.some(({ described }) => !described)) {
      return undefined;
    }
    const waited = now - (finalStoredAt ?? now);
    if (children.length < expectedTaskRuns(payload) && waited < MAX_WAIT_MS) {
      return now + LOOK_AGAIN_MS;
    }
    const uids = children.map(child => child.uid);
    await this.describe(cluster, uid, await this.logs.logsOf(cluster, uids));
    return undefined;
  }

  private async describe(
    cluster: string,
    uid: string,
    logs: readonly StepLog[],
  ): Promise<void> {
    const stored = logs.filter(hasLines);
    const segments = await Promise.all(
      stored.map(({ id }) => this.logs.segments(id)),
    );
    const all = segments.flat();
    const isStored = logs.some(
      ({ state }) => state === 'stored' || state === 'partial',
    );
    const description: LogDescription | undefined =
      logs.length === 0
        ? undefined
        : {
            type: this.logType(all[0]?.driver),
            path: commonFolder(all.map(({ key }) => key)),
            size: logs.reduce(
              (sum, { bytes, lost }) => sum + bytes - (lost?.bytes ?? 0),
              0,
            ),
            isStored,
            problem:
              describeLoss(logs) ??
              (isStored ? undefined : 'No step ever started'),
          };
    await this.store.describe({
      cluster,
      uid,
      description,
      lease: this.lease,
    });
  }
}

function expectedTaskRuns(payload: LoggedRun['payload']): number {
  const { run } = parseRunObject(payload);
  return (run?.status.childReferences ?? []).filter(
    ({ kind }) => kind === 'TaskRun',
  ).length;
}

/** What all keys begin with, up to a slash. */
function commonFolder(keys: readonly string[]): string {
  const [first = [], ...others] = keys.map(key => key.split('/').slice(0, -1));
  const end = first.findIndex((part, index) =>
    others.some(other => other[index] !== part),
  );
  return first.slice(0, end < 0 ? undefined : end).join('/');
}
