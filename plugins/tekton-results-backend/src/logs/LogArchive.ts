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

import type { Lease, StepLog } from '../store';

/** A line of a log. */
export interface LogLine {
  /** From 1. */
  readonly number: number;
  /** As the cluster wrote it (RFC 3339); absent where the log has none. */
  readonly time?: string;
  /**
   * Without the end of the line, but with a carriage return before it. Of a line
   * that is longer than asked for, its beginning.
   */
  readonly text: Buffer;
  /** Of the whole line, without its end. */
  readonly bytes: number;
}

/** A line that a pod says. */
export interface FollowedLine extends LogLine {
  /** The last one, and its end was not there: there may be more of it. */
  readonly isUnfinished?: true;
}

/** What a search looks for. */
export interface LogSearch {
  readonly pattern: string;
  /** RE2; otherwise plain text. */
  readonly isRegex: boolean;
  readonly caseSensitive: boolean;
}

/** A line in which something was found. */
export interface LogMatch {
  readonly line: LogLine;
  /** How often; in lines of more than 1 MiB, in the first of them. */
  readonly count: number;
  /**
   * Where, in UTF-16 units of the text decoded as UTF-8: the first hundred. Those
   * beyond the text of a line that is cut are not among them. What a screen shows
   * as one can have been written in parts.
   */
  readonly ranges: ReadonlyArray<{
    readonly start: number;
    readonly end: number;
  }>;
}

/** How adding to a log ended. */
export interface LogAppended {
  readonly log: StepLog;
  /** The source did not begin where the log had ended: something is missing. */
  readonly gap: boolean;
  /** It is as long as a log may be; the rest is left out. */
  readonly full: boolean;
}

/** How the text of a log is read. */
export interface ReadBytesOptions {
  readonly timestamps?: boolean;
  /** What to give in the place of lines that are lost; absent: nothing. */
  readonly noteLost?: (lines: { from: number; to: number }) => Uint8Array;
  readonly signal: AbortSignal;
}

/**
 * Keeps logs with the drivers, and reads them there. Bytes of a log are those of
 * its text, as the container wrote them; the timestamps are kept apart from them.
 */
export interface LogArchive {
  /**
   * Adds to a log what a pod says: lines `TIMESTAMP TEXT\n` as
   * `pods/log?timestamps=true` sends them, from the start or from any moment up to
   * the resume point; what is stored already is left out. What was read before the
   * source failed stays, as far as whole lines go; the failure is thrown. Holds a
   * few MB at a time, whatever the length.
   *
   * @throws LogUnavailableError if the driver does not keep it
   * @throws ConflictError if the log is gone or settled, or another process has
   * added to it
   * @throws LeaseLostError, StoreError
   */
  append(
    log: StepLog,
    source: AsyncIterable<Uint8Array>,
    options: {
      /** Whether the source ends because the container has: then a last line without its end is one. */
      isLast: () => boolean;
      /**
       * Called before anything is added if the source does not begin where the log
       * had ended.
       */
      onGap?: () => Promise<void>;
      lease?: Lease;
      signal: AbortSignal;
    },
  ): Promise<LogAppended>;

  /**
   * The lines that a pod says beyond those that are stored, with the numbers that
   * they will have; from the same source as {@link LogArchive.append} takes.
   * Nothing is stored.
   */
  follow(
    log: StepLog,
    source: AsyncIterable<Uint8Array>,
    options?: { maxLineBytes?: number },
  ): AsyncIterable<FollowedLine>;

  /**
   * Lines of a range (from 1, both included), as far as there are. Those that are
   * known to be lost are left out, here as in all that is read.
   *
   * @param options - `maxLineBytes`: how much of a line is given (1 MiB)
   * @throws LogUnavailableError if the driver does not answer
   * @throws LogBytesMissingError if the driver does not have them
   */
  lines(
    log: StepLog,
    options: {
      from: number;
      to: number;
      maxLineBytes?: number;
      signal: AbortSignal;
    },
  ): AsyncIterable<LogLine>;

  /**
   * The text, byte for byte.
   *
   * @throws as {@link LogArchive.lines}
   */
  bytes(log: StepLog, options: ReadBytesOptions): AsyncIterable<Uint8Array>;

  /**
   * Lines in which something is found, in order: in what a screen shows of them,
   * without control sequences. Works in small steps, or in another thread, so that
   * others are not held up. In lines of more than 1 MiB, what is longer than 4 KiB
   * may be overlooked.
   *
   * @throws InputError if the pattern is wrong, with what and where
   * @throws as {@link LogArchive.lines}
   */
  search(
    log: StepLog,
    search: LogSearch,
    options: { from?: number; to?: number; signal: AbortSignal },
  ): AsyncIterable<LogMatch>;
}
