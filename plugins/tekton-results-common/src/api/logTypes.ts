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

import type { RunCondition, RunKind } from '../run';
import type { RunRef } from './types';

/**
 * How the log of a step stands:
 *
 * - `streaming`: the step is running, more may come
 * - `stored`: it is there, whole
 * - `partial`: a part of it is there, and never will be more
 * - `expired`: it was there and is removed
 * - `neverCaptured`: there is nothing, and never will be
 * - `denied`: the caller may see the run but not its logs
 * - `unavailable`: the place where it is kept does not answer
 * - `notYet`: it is still to come
 *
 * @public
 */
export type LogState =
  | 'streaming'
  | 'stored'
  | 'partial'
  | 'expired'
  | 'neverCaptured'
  | 'denied'
  | 'unavailable'
  | 'notYet';

/**
 * Why a log is partial, removed, or was never captured:
 *
 * - `stepNeverStarted`: the step wrote nothing
 * - `podGone`: the pod was gone before its log was read, or all of it
 * - `rotated`: the cluster threw a part of it away
 * - `captureOff`: not captured, by configuration
 * - `cancelledBeforeOutput`: the run was cancelled before the step wrote anything
 * - `failed`: it could not be read, or kept, in time
 * - `tooLong`: it is longer than what is kept of a log
 * - `policy`: removed by retention
 * - `deleted`: removed by somebody
 * - `bytesMissing`: the place where it was kept has lost it
 * - `customRun`: runs of this kind have no pods, and so no logs
 * - `runMissing`: the run that wrote it is not stored
 *
 * @public
 */
export type LogCause =
  | 'stepNeverStarted'
  | 'podGone'
  | 'rotated'
  | 'captureOff'
  | 'cancelledBeforeOutput'
  | 'failed'
  | 'tooLong'
  | 'policy'
  | 'deleted'
  | 'bytesMissing'
  | 'customRun'
  | 'runMissing';

/**
 * What a container of a TaskRun's pod is for; `whole` is a log of all steps, as
 * others store them together.
 *
 * @public
 */
export type LogContainerKind = 'step' | 'sidecar' | 'init' | 'whole';

/**
 * What identifies the log of a step: the run that wrote it (a TaskRun), the
 * attempt, counted from 1, and the container.
 *
 * @public
 */
export interface LogRef extends RunRef {
  readonly attempt: number;
  readonly container: string;
}

/**
 * What there is to say about the log of a step, or of a run of which no step
 * ever started. Times are RFC 3339 in UTC.
 *
 * @public
 */
export interface RunLog {
  /** Name of the task in its pipeline. */
  readonly task: string;
  /** The run that wrote it; absent if it is not stored. */
  readonly run?: {
    readonly kind: RunKind;
    readonly uid: string;
    readonly name: string;
  };
  readonly attempt: number;
  /** Absent: there were no steps. */
  readonly step?: string;
  /** With `run` and `attempt` it makes a {@link LogRef}. Absent: no log to read. */
  readonly container?: string;
  readonly kind?: LogContainerKind;
  readonly state: LogState;
  readonly cause?: LogCause;
  /** In words. */
  readonly reason?: string;
  /** When it got its state. */
  readonly stateSince?: string;
  /** Of its text, as far as it is there. */
  readonly bytes?: number;
  readonly lines?: number;
  /** Number of the last line, if lines before it are lost; else it is `lines`. */
  readonly lastLine?: number;
  readonly firstLineAt?: string;
  readonly lastLineAt?: string;
  /** Whether it can be followed, see {@link TektonResultsLogsApi.followLog}. */
  readonly live: boolean;
  /** What may explain why no step ever started. */
  readonly why?: {
    readonly conditions: readonly RunCondition[];
    readonly events: readonly LogEvent[];
  };
}

/**
 * A Kubernetes Event about a run or its pod.
 *
 * @public
 */
export interface LogEvent {
  /** `Normal` or `Warning`. */
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  /** When it happened last. RFC 3339. */
  readonly time?: string;
  /** How often it happened. */
  readonly count?: number;
}

/**
 * The logs of a run in the order of its tasks, attempts and steps; of a
 * PipelineRun those of its TaskRuns.
 *
 * @public
 */
export interface ListRunLogsResponse {
  readonly items: readonly RunLog[];
}

/**
 * A line of a log.
 *
 * @public
 */
export interface LogLine {
  /** From 1. */
  readonly number: number;
  /** As the cluster wrote it (RFC 3339); absent where the log has none. */
  readonly time?: string;
  /** Without the end of the line. Bytes that are no UTF-8 are replaced. */
  readonly text: string;
  /** How many bytes the line has if `text` is only its beginning. */
  readonly cutFrom?: number;
}

/**
 * Some lines of a log.
 *
 * @public
 */
export interface LogLinesResponse {
  readonly items: readonly LogLine[];
  /**
   * The first line that was asked for but found no room; ask again from there. All
   * are asked for where the request does not say `to`.
   */
  readonly next?: number;
}

/**
 * A range of lines, both included.
 *
 * @public
 */
export interface LogLinesRequest {
  /** 1 if absent. */
  readonly from?: number;
  /** At most 2,000 lines; as many if absent. */
  readonly to?: number;
}

/**
 * What is looked for in the logs of a run.
 *
 * @public
 */
export interface LogSearchRequest {
  readonly query: string;
  /** The query is a regular expression (RE2). */
  readonly regex?: boolean;
  readonly caseSensitive?: boolean;
  /** Only in logs of this task, and of this step, attempt or container. */
  readonly task?: string;
  readonly step?: string;
  readonly attempt?: number;
  readonly container?: string;
  /** Only in lines from this number on. */
  readonly from?: number;
  /** Only in lines before this number; of many, the last ones are listed. */
  readonly before?: number;
}

/**
 * Which log something is about.
 *
 * @public
 */
export interface LogPlace extends LogRef {
  readonly task: string;
  readonly step?: string;
}

/**
 * What a search finds, in the order of the logs:
 *
 * - `match`: a line, as long as not too many are listed
 * - `log`: a log was looked through; how many of its lines matched, and how often
 * - `end`: the last one. Not complete if time was over, or something was or may be
 *   written in a log that could not be read
 *
 * @public
 */
export type LogSearchEvent =
  | {
      readonly type: 'match';
      readonly log: LogPlace;
      readonly line: LogLine;
      /**
       * Where, in UTF-16 units of the text as far as it is there. It is looked for
       * in what a screen shows ({@link shownText}): a range can go over control
       * sequences, and what was written in parts has several.
       */
      readonly ranges: ReadonlyArray<{
        readonly start: number;
        readonly end: number;
      }>;
    }
  | {
      readonly type: 'log';
      readonly log: LogPlace;
      readonly lines: number;
      readonly matches: number;
      /** How many of the lines were listed. */
      readonly listed: number;
      readonly complete: boolean;
      readonly reason?: string;
    }
  | {
      readonly type: 'end';
      readonly logs: number;
      readonly lines: number;
      readonly matches: number;
      readonly complete: boolean;
      readonly reason?: string;
    };

/**
 * What happens in a log that is followed:
 *
 * - `line`: the next line
 * - `waiting`: nothing new; sent so that the connection stays open
 * - `end`: the last one. `finished`: no line will follow; otherwise ask again from
 *   the next line
 *
 * @public
 */
export type LogFollowEvent =
  | ({ readonly type: 'line' } & LogLine)
  | { readonly type: 'waiting' }
  | {
      readonly type: 'end';
      readonly finished: boolean;
      readonly state: LogState;
      readonly reason?: string;
    };

/**
 * A file that is being downloaded.
 *
 * @public
 */
export interface LogDownload {
  readonly fileName: string;
  readonly body: ReadableStream<Uint8Array>;
}

/**
 * What keeping logs has left with one driver.
 *
 * @public
 */
export interface LogOrphans {
  readonly driver: string;
  /** Kept objects that no log has, with the keys of the first ones. */
  readonly bytesWithoutLog: {
    readonly objects: number;
    readonly bytes: number;
    readonly examples: readonly string[];
  };
  /** Logs whose bytes are not there, or not all of them. */
  readonly logsWithoutBytes: {
    readonly logs: number;
    readonly objects: number;
    readonly examples: readonly string[];
  };
  /** How many objects are in order. */
  readonly sound: number;
  /** The objects are removed, and the logs say that their bytes are gone. */
  readonly repaired: boolean;
  /** Why not all was looked at, or not repaired. */
  readonly problem?: string;
}

/**
 * What was found, and repaired, by looking for bytes without a log and logs without
 * their bytes.
 *
 * @public
 */
export interface RepairLogOrphansResponse {
  readonly dryRun: boolean;
  readonly drivers: readonly LogOrphans[];
}

/**
 * The part of the native API that is about logs. Calls about a log reject with an
 * error named `NotFoundError` if there is none (its `logCause` is a
 * {@link LogCause} if that is known) or the run may not be seen, with
 * `NotAllowedError` if only the log may not.
 *
 * @public
 */
export interface TektonResultsLogsApi {
  listRunLogs(
    ref: RunRef,
    options?: { signal?: AbortSignal },
  ): Promise<ListRunLogsResponse>;
  getLogLines(
    ref: LogRef,
    request?: LogLinesRequest,
    options?: { signal?: AbortSignal },
  ): Promise<LogLinesResponse>;
  /** A line as a whole; rejects with an `InputError` if it is longer than 16 MiB. */
  getLogLine(
    ref: LogRef,
    number: number,
    options?: { signal?: AbortSignal },
  ): Promise<string>;
  /** Rejects with an `InputError` that names the place if the query is wrong. */
  searchRunLogs(
    ref: RunRef,
    request: LogSearchRequest,
    options?: { signal?: AbortSignal },
  ): AsyncIterable<LogSearchEvent>;
  /** Lines from a number on (1 if absent), those that are stored first. */
  followLog(
    ref: LogRef,
    request?: { from?: number },
    options?: { signal?: AbortSignal },
  ): AsyncIterable<LogFollowEvent>;
  /** The bytes of a log, with the times before the lines if wanted. */
  downloadLog(
    ref: LogRef,
    request?: { timestamps?: boolean },
    options?: { signal?: AbortSignal },
  ): Promise<LogDownload>;
  /** All logs of a run in a zip file. */
  downloadRunLogs(
    ref: RunRef,
    request?: { timestamps?: boolean },
    options?: { signal?: AbortSignal },
  ): Promise<LogDownload>;
  /**
   * Looks for bytes without a log and logs without their bytes. A dry run, which
   * is the default, only tells of them. Rejects with a `NotAllowedError` unless the
   * caller is an admin.
   */
  repairLogOrphans(
    request?: { dryRun?: boolean },
    options?: { signal?: AbortSignal },
  ): Promise<RepairLogOrphansResponse>;
}
