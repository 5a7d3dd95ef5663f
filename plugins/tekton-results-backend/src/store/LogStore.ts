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

import type { Lease } from './Lease';

/**
 * How the log of a step stands:
 *
 * - `streaming`: more may come
 * - `stored`: it is whole
 * - `partial`: what is there is all there ever will be, but not all there was
 * - `expired`: it was stored and is removed
 * - `neverCaptured`: there is nothing, and never will be
 */
export type StepLogState =
  | 'streaming'
  | 'stored'
  | 'partial'
  | 'expired'
  | 'neverCaptured';

/** Why a log is partial, removed, or was never captured. */
export type LogCause =
  /** The step did not start, so it wrote nothing. */
  | 'stepNeverStarted'
  /** The pod was gone before its log was read, or before all of it was. */
  | 'podGone'
  /** The cluster threw the beginning or some part of the log away. */
  | 'rotated'
  /** Not captured, by configuration. */
  | 'captureOff'
  | 'cancelledBeforeOutput'
  /** It could not be read, or kept, until the deadline. */
  | 'failed'
  /** Longer than what is kept of a log. */
  | 'tooLong'
  /** Removed by retention. */
  | 'policy'
  /** Removed by a caller. */
  | 'deleted'
  /** Bytes that should be there are not. */
  | 'bytesMissing';

/** What a container of a TaskRun's pod is for. */
export type LogContainerKind =
  | 'step'
  | 'sidecar'
  | 'init'
  /** All steps in one, as others store them. */
  | 'whole';

/** Which log. Each attempt (retry) of a TaskRun has a pod of its own. */
export interface StepLogName {
  readonly cluster: string;
  /** Uid of the TaskRun. */
  readonly runUid: string;
  /** From 1. */
  readonly attempt: number;
  /** Such as `step-build`. */
  readonly container: string;
}

export interface NewStepLog extends StepLogName {
  readonly kind: LogContainerKind;
  /** Such as `build`. */
  readonly step: string;
  /** Its place among the containers of the attempt, from 0. */
  readonly position: number;
  readonly podName: string;
}

/**
 * How far a log was read, to go on there. Times are as the cluster wrote them.
 */
export interface LogResumePoint {
  /**
   * Timestamp of the last line that is stored. 1970 stands for the start of the
   * log, from which it is then to be read: where lines have no timestamps, or
   * the clock of the node went back far.
   */
  readonly time: string;
  /** Lines stored whose timestamp is in the same second or later. */
  readonly lines: number;
  /** By which those lines are known again, as the cluster sent them. */
  readonly hash: string;
}

/** Log of a step, or of another container, in one attempt. Times: ms since 1970 (UTC). */
export interface StepLog extends NewStepLog {
  readonly id: number;
  readonly state: StepLogState;
  readonly cause?: LogCause;
  /** For people, such as what the cluster answered. */
  readonly reason?: string;
  /** Without the timestamps. */
  readonly bytes: number;
  readonly lines: number;
  /** What of these the drivers have lost; the other lines keep their numbers. */
  readonly lost?: { readonly bytes: number; readonly lines: number };
  /** How many segments it has. */
  readonly segments: number;
  readonly firstLineAt?: number;
  readonly lastLineAt?: number;
  readonly resume?: LogResumePoint;
  /** When it got its state. */
  readonly stateTime: number;
}

/**
 * Whether a log stays as it is when a log of all steps of its run is imported: one
 * with a text, or that was removed, or is being captured.
 */
export function staysBesideImport({
  kind,
  state,
  cause,
}: Pick<StepLog, 'kind' | 'state' | 'cause'>): boolean {
  if (state === 'neverCaptured') {
    return false;
  }
  const isBegun =
    state === 'streaming' || (state === 'partial' && cause === 'failed');
  return kind !== 'whole' || !isBegun;
}

/**
 * A piece of a log under one key of a driver: gzip members one after another, each
 * of whole lines `TIMESTAMP TEXT\n` but for the end of the last.
 */
export interface LogSegment {
  /** From 0, without gaps. */
  readonly number: number;
  readonly driver: string;
  readonly key: string;
  /** Lines and bytes of the log before it. Bytes are without timestamps. */
  readonly firstLine: number;
  readonly firstByte: number;
  readonly lines: number;
  readonly bytes: number;
  /** As compressed. */
  readonly storedBytes: number;
  readonly members: readonly LogMember[];
  /** The driver does not have it any more. */
  readonly lost?: true;
}

/** A part of a segment that can be read by itself. */
export interface LogMember {
  readonly lines: number;
  /** Without timestamps. */
  readonly bytes: number;
  readonly storedBytes: number;
}

/** What is kept under a key of a driver. */
export interface LogKey {
  readonly driver: string;
  readonly key: string;
}

/**
 * What is known of the logs of TaskRuns, and where their bytes are. A log goes
 * with the Record of its TaskRun; its keys are then {@link LogStore.discarded}.
 * Failures are StoreErrors; writes under a lease that is lost fail with a
 * LeaseLostError.
 */
export interface LogStore {
  /** Logs of TaskRuns, by run, attempt and position. */
  logsOf(
    cluster: string,
    runUids: readonly string[],
  ): Promise<readonly StepLog[]>;

  /**
   * Makes sure that there are such logs, streaming at first.
   *
   * @returns all of these that there are now; those of runs that are not stored
   * are left out
   */
  open(
    logs: readonly NewStepLog[],
    options: { lease?: Lease },
  ): Promise<readonly StepLog[]>;

  /**
   * Opens the log of all steps of a run, which is imported. One whose import broke
   * off is gone on with; logs that were never captured make way for it.
   *
   * @returns undefined if the run is not stored, or has logs that
   * {@link staysBesideImport stay}
   */
  openWhole(log: NewStepLog): Promise<StepLog | undefined>;

  /**
   * Adds the next segment of a log, whose bytes are kept already.
   *
   * @returns the log as it is now; undefined if it is gone, is not streaming, or
   * has other segments than thought: then nothing was added
   */
  append(
    log: StepLog,
    segment: LogSegment,
    options: {
      resume?: LogResumePoint;
      firstLineAt?: number;
      lastLineAt?: number;
      lease?: Lease;
    },
  ): Promise<StepLog | undefined>;

  /** Gives logs that are streaming their last state. Others stay as they are. */
  settle(
    id: number,
    outcome: {
      state: Exclude<StepLogState, 'streaming' | 'expired'>;
      cause?: LogCause;
      reason?: string;
    },
    options: { lease?: Lease },
  ): Promise<void>;

  /** The segments that hold lines of a range (from 1, both included), or all. */
  segments(
    id: number,
    range?: { from: number; to: number },
  ): Promise<readonly LogSegment[]>;

  /**
   * Removes the segments of logs, which are expired from then on. Those that
   * never had any stay as they are.
   */
  expire(
    ids: readonly number[],
    outcome: { cause: LogCause; reason?: string },
  ): Promise<void>;

  /**
   * Notes that a driver has lost what it kept under these keys: logs that had it
   * are partial from then on. Those that are streaming stay as they are, as more
   * may come.
   */
  noteLost(driver: string, keys: readonly string[]): Promise<void>;

  /**
   * Keys that nothing needs any more, and whose bytes are to be deleted, page by
   * page.
   *
   * @param options - `drivers`: those whose keys are asked for; `after`: `next` of
   * the page before, absent for the first
   */
  discarded(options: {
    drivers: readonly string[];
    after?: number;
    limit: number;
  }): Promise<{ keys: readonly LogKey[]; next?: number }>;

  /** The bytes of these keys are deleted. */
  forget(keys: readonly LogKey[]): Promise<void>;

  /** Which of these keys segments have, or are discarded but not yet forgotten. */
  knownKeys(
    driver: string,
    keys: readonly string[],
  ): Promise<ReadonlySet<string>>;

  /**
   * The keys that segments have with a driver, page by page, with the log of each;
   * without those of lost ones.
   *
   * @param options - `after`: `next` of the page before; absent for the first
   */
  keysOf(options: { driver: string; after?: number; limit: number }): Promise<{
    keys: ReadonlyArray<{ key: string; storedBytes: number; logId: number }>;
    next?: number;
  }>;
}
