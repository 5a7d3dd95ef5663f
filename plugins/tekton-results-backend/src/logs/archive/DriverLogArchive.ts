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

import { ConflictError, toError } from '@backstage/errors';
import {
  LeaseLostError,
  type Lease,
  type LogStore,
  type StepLog,
} from '../../store';
import type { LogDrivers } from '../drivers';
import type {
  FollowedLine,
  LogAppended,
  LogArchive,
  LogLine,
  LogMatch,
  LogSearch,
  ReadBytesOptions,
} from '../LogArchive';
import { LogUnavailableError } from '../LogUnavailableError';
import { LogBytesMissingError } from '../LogBytesMissingError';
import { followLines } from './followLines';
import { prepareSearch } from './LineSearch';
import { LogIntake, type IntakeSettings, type TakenMember } from './LogIntake';
import { readLines } from './readLines';
import { readMembers, type StoredMember } from './readMembers';
import { searchMembers } from './searchMembers';
import { SegmentWriter } from './SegmentWriter';
import { withoutTimes, withTimes } from './storedText';

const DEFAULT_MAX_LINE_BYTES = 1024 * 1024;
const DEFAULT_SEGMENT_BYTES = 64 * 1024 * 1024;
const DROP_TIMEOUT_MS = 30_000;

interface AppendOptions {
  readonly isLast: () => boolean;
  readonly onGap?: () => Promise<void>;
  readonly lease?: Lease;
  readonly signal: AbortSignal;
}

/** Keeps the bytes of logs with drivers, and their index in the store. */
export class DriverLogArchive implements LogArchive {
  private readonly store: LogStore;
  private readonly drivers: LogDrivers;
  private readonly settings: IntakeSettings;
  private readonly segmentBytes: number;

  constructor(options: {
    store: LogStore;
    drivers: LogDrivers;
    settings: IntakeSettings;
    /** Of text: how long segments become, about. */
    segmentBytes?: number;
  }) {
    this.segmentBytes = options.segmentBytes ?? DEFAULT_SEGMENT_BYTES;
    this.store = options.store;
    this.drivers = options.drivers;
    this.settings = options.settings;
  }

  async append(
    log: StepLog,
    source: AsyncIterable<Uint8Array>,
    options: AppendOptions,
  ): Promise<LogAppended> {
    const intake = new LogIntake(log, {
      settings: this.settings,
      isLast: options.isLast,
    });
    const members = intake.members(source);
    let current = log;
    try {
      let { value: first } = await members.next();
      if (first && intake.gap) {
        await options.onGap?.();
      }
      while (first) {
        current = await this.appendSegment(current, {
          ...options,
          first,
          more: members,
        });
        ({ value: first } = await members.next());
      }
    } finally {
      await members.return();
    }
    return { log: current, gap: intake.gap, full: intake.full };
  }

  follow(
    log: StepLog,
    source: AsyncIterable<Uint8Array>,
    options: { maxLineBytes?: number } = {},
  ): AsyncIterable<FollowedLine> {
    return followLines(log, source, {
      redact: this.settings.redact,
      maxLineBytes: options.maxLineBytes ?? DEFAULT_MAX_LINE_BYTES,
    });
  }

  lines(
    log: StepLog,
    options: {
      from: number;
      to: number;
      maxLineBytes?: number;
      signal: AbortSignal;
    },
  ): AsyncIterable<LogLine> {
    const { from, to, maxLineBytes = DEFAULT_MAX_LINE_BYTES } = options;
    return readLines(this.members(log, options), { from, to, maxLineBytes });
  }

  async *bytes(
    log: StepLog,
    options: ReadBytesOptions,
  ): AsyncGenerator<Uint8Array, void> {
    const { timestamps, noteLost, signal } = options;
    let linesRead = 0;
    const lostUntil = (to: number) =>
      noteLost && to > linesRead ? [noteLost({ from: linesRead + 1, to })] : [];
    const all = { from: 1, to: Infinity, signal };
    for await (const member of this.members(log, all)) {
      const { stored, startsLine, bytes, linesBefore, lines } = member;
      yield* lostUntil(linesBefore);
      linesRead = linesBefore + lines;
      const text = withoutTimes(stored, startsLine);
      if (text.length !== bytes) {
        throw new LogBytesMissingError(
          'The bytes of the log are not those that were stored',
        );
      }
      yield timestamps ? withTimes(stored, startsLine) : text;
    }
    yield* lostUntil(log.lines);
  }

  search(
    log: StepLog,
    search: LogSearch,
    options: { from?: number; to?: number; signal: AbortSignal },
  ): AsyncIterable<LogMatch> {
    const { from = 1, to = Infinity, signal } = options;
    return searchMembers(this.members(log, { from, to, signal }), {
      search: prepareSearch(search, signal),
      from,
      to,
    });
  }

  private async *members(
    log: StepLog,
    options: { from: number; to: number; signal: AbortSignal },
  ): AsyncGenerator<StoredMember, void> {
    const { from, to, signal } = options;
    const last = Math.min(to, log.lines);
    if (from > last) {
      return;
    }
    const segments = await this.store.segments(log.id, { from, to: last });
    const there = segments.filter(({ lost }) => !lost);
    yield* readMembers(there, {
      drivers: this.drivers,
      from,
      to: last,
      signal,
    });
  }

  private async appendSegment(
    log: StepLog,
    options: AppendOptions & {
      first: TakenMember;
      more: AsyncIterator<TakenMember, void>;
    },
  ): Promise<StepLog> {
    const { first, more, signal, lease } = options;
    const { name, driver } = this.drivers.current();
    const writer = new SegmentWriter({
      log,
      first,
      more,
      maxBytes: this.segmentBytes,
    });
    await driver
      .put(writer.key, writer.body(), { signal })
      .then(({ size }) => {
        if (size !== writer.storedBytes) {
          throw new Error(`${size} of ${writer.storedBytes} bytes were kept`);
        }
      })
      .catch(error => {
        signal.throwIfAborted();
        throw new LogUnavailableError(
          `Logs cannot be kept with the driver ${name} now`,
          toError(error),
        );
      });
    const added = await this.index(log, { writer, driver: name, lease });
    if (writer.failure) {
      throw writer.failure.error;
    }
    return added;
  }

  private async index(
    log: StepLog,
    options: { writer: SegmentWriter; driver: string; lease?: Lease },
  ): Promise<StepLog> {
    const { writer, driver, lease } = options;
    const result = writer.result(driver);
    if (!result) {
      await this.drop(driver, writer.key);
      return log;
    }
    const { segment, ...state } = result;
    const added = await this.store
      .append(log, segment, { ...state, lease })
      .catch(async error => {
        // After other failures it may be there all the same.
        if (error instanceof LeaseLostError) {
          await this.drop(driver, writer.key);
        }
        throw error;
      });
    if (!added) {
      await this.drop(driver, writer.key);
      throw new ConflictError(
        'The log is deleted or settled, or another process has added to it',
      );
    }
    return added;
  }

  /** What cannot be deleted now is found as an orphan. */
  private async drop(driver: string, key: string): Promise<void> {
    await this.drivers
      .get(driver)
      .delete([key], { signal: AbortSignal.timeout(DROP_TIMEOUT_MS) })
      .catch(() => undefined);
  }
}
