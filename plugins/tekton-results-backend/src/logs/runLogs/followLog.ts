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

import { setTimeout as sleep } from 'timers/promises';
import { isError } from '@backstage/errors';
import type { LogState } from 'backstage-plugin-tekton-results-common';
import type { ClusterConnection } from '../../cluster';
import type { StepLog } from '../../store';
import { readOnFrom } from '../archive';
import type { LogArchive, LogLine } from '../LogArchive';
import type { RunLog } from './RunLog';

/** How soon to look again for what is not there yet. */
const POLL_MS = 2_000;
const MAX_POLL_MS = 10_000;
/** How often in a row the cluster may fail, or have nothing new, before the end. */
const MAX_FAILURES = 5;
const MAX_QUIET_ENDS = 2;
const POD = { group: '', version: 'v1', plural: 'pods' };

/** What happens in a log that is followed. */
export type Followed =
  | { readonly line: LogLine }
  | {
      /** Nothing follows. */
      readonly end: {
        /** No line will ever follow. */
        readonly finished: boolean;
        readonly state: LogState;
        readonly reason?: string;
      };
    };

export interface FollowOptions {
  /** The first line that is wanted, from 1. */
  readonly from: number;
  readonly maxLineBytes: number;
  /** The log as it is now; undefined if there is none any more. */
  find(): Promise<RunLog | undefined>;
  readonly archive: Pick<LogArchive, 'lines' | 'follow'>;
  /** Undefined: the cluster is not configured. */
  readonly connection: ClusterConnection | undefined;
  readonly signal: AbortSignal;
  wait?(ms: number, signal: AbortSignal): Promise<void>;
}

/**
 * The lines of a log, those that are stored first and then those that its pod says,
 * until the step has ended; with the numbers that they have when all is stored. A
 * connection that breaks is taken up again, without a line lost or doubled. A last
 * line without its end is given when the step has ended: until then it may grow.
 *
 * @throws as `LogArchive.lines`, and when the signal is aborted
 */
export async function* followLog(
  options: FollowOptions,
): AsyncIterable<Followed> {
  const { archive, connection, maxLineBytes, signal } = options;
  const { wait = waitFor } = options;
  let next = options.from;
  let failures = 0;
  let quietEnds = 0;
  let rest: LogLine | undefined;
  for (;;) {
    const log = await options.find();
    if (!log?.run) {
      yield end(true, 'expired', 'The run is not stored any more');
      return;
    }
    for await (const line of storedLines(log, {
      from: next,
      maxLineBytes,
      signal,
    })) {
      yield { line };
      next = line.number + 1;
    }
    // What others store comes after minutes only, so it is not waited for.
    if (!log.live && (log.state !== 'notYet' || log.elsewhere)) {
      if (rest?.number === next && log.state !== 'unavailable') {
        yield { line: rest };
      }
      const isOver = log.state !== 'unavailable' && log.state !== 'notYet';
      yield end(isOver, log.state, log.reason);
      return;
    }
    if (!log.live) {
      await wait(POLL_MS, signal);
      continue;
    }
    if (!connection) {
      yield end(false, 'unavailable', 'The cluster is not configured any more');
      return;
    }
    let isQuiet = true;
    try {
      const lines = archive.follow(
        log.stored ?? notOpened(log),
        podLog(connection, log, signal),
        { maxLineBytes },
      );
      for await (const { isUnfinished, ...line } of lines) {
        if (isUnfinished) {
          isQuiet &&= line.bytes === rest?.bytes;
          rest = line;
        } else if (line.number >= next) {
          yield { line };
          next = line.number + 1;
          failures = 0;
          isQuiet = false;
        }
      }
      // It may be the log file that ended, and not the step.
      quietEnds = isQuiet ? quietEnds + 1 : 0;
    } catch (error) {
      signal.throwIfAborted();
      failures += 1;
      if (failures > MAX_FAILURES) {
        yield end(
          false,
          'unavailable',
          isError(error) ? error.message : undefined,
        );
        return;
      }
    }
    if (quietEnds >= MAX_QUIET_ENDS) {
      if (rest?.number === next) {
        yield { line: rest };
      }
      yield end(true, 'notYet', 'The step has ended; its log is being stored');
      return;
    }
    await wait(Math.min(POLL_MS * 2 ** failures, MAX_POLL_MS), signal);
  }
}

async function* storedLines(
  { stored, text }: RunLog,
  range: { from: number; maxLineBytes: number; signal: AbortSignal },
): AsyncIterable<LogLine> {
  const to = stored?.lines ?? Infinity;
  if (text && range.from <= to) {
    yield* text.lines({ ...range, to });
  }
}

/**
 * What a pod says. Its name comes from the run, which clients may have posted, so
 * it must be a pod of the run.
 *
 * @throws ClusterError
 */
async function* podLog(
  connection: ClusterConnection,
  { run, podName = '', container = '', stored }: RunLog,
  signal: AbortSignal,
): AsyncIterable<Uint8Array> {
  if (!run || podName === '') {
    throw new Error('The step has no pod');
  }
  const namespace = run.parent;
  const pod = await connection.getObject({
    resource: POD,
    namespace,
    name: podName,
    signal,
  });
  if (!ownersOf(pod).includes(run.summary.uid)) {
    throw new Error('The pod of the step is gone');
  }
  yield* connection.podLog({
    namespace,
    pod: podName,
    container,
    sinceTime: stored?.resume && readOnFrom(stored.resume),
    follow: true,
    timestamps: true,
    signal,
  });
}

function ownersOf(pod: unknown): unknown[] {
  const owners: unknown = Object(Object(pod).metadata).ownerReferences;
  return Array.isArray(owners) ? owners.map(owner => Object(owner).uid) : [];
}

/** A log of which the capture has not begun. */
function notOpened({
  run,
  attempt,
  container,
  step,
  podName,
}: RunLog): StepLog {
  return {
    id: 0,
    cluster: run?.summary.cluster ?? '',
    runUid: run?.summary.uid ?? '',
    attempt,
    container: container ?? '',
    step: step ?? '',
    kind: 'step',
    position: 0,
    podName: podName ?? '',
    state: 'streaming',
    bytes: 0,
    lines: 0,
    segments: 0,
    stateTime: 0,
  };
}

function end(finished: boolean, state: LogState, reason?: string): Followed {
  return { end: { finished, state, reason } };
}

async function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal });
}
