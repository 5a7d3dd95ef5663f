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

import type { ClusterConnection } from '../../cluster';
import type { Lease, LogCaptureStore, StepLog } from '../../store';
import type { LogArchive } from '../LogArchive';
import { hasLines, type LogOutcome } from './decideOnLog';
import { lacksHead } from './missingHead';
import { LogRotatedError, PodLogSource } from './PodLogSource';

/** More often than any log that has ended can grow. */
const MAX_READS = 8;
/** A connection does not break so often at the same place. */
const MIN_CUTS = 3;
/** A step that does not end must not keep others waiting. */
const MAX_FOLLOW_MS = 60_000;

/** The part of a cluster's log that was read. */
export interface LogProgress {
  readonly log: StepLog;
  /** Text that was added. */
  readonly bytes: number;
  /** Nothing was added, and not all came that is stored. */
  readonly misses: boolean;
  /** Stands for the last line that came if its end did not come. */
  readonly cutLine?: string;
  /** Its last state, if it has come to that. */
  readonly outcome?: LogOutcome;
}

const TOO_LONG: LogOutcome = {
  state: 'partial',
  cause: 'tooLong',
  reason: 'The log is longer than what is kept of a log',
};

const HEAD_MISSING =
  'The cluster seems to have thrown away the beginning before it was read';

/** The cluster, not the place where logs are kept, is why a log was not read. */
export class LogSourceError extends Error {
  override name = 'LogSourceError' as const;

  constructor(cause: unknown) {
    super('The log cannot be read', { cause });
  }
}

interface ReadRequest {
  readonly log: StepLog;
  readonly namespace: string;
  /**
   * Since when the container can have written what is not stored (ms since 1970,
   * UTC), if nothing is; absent: nobody knows.
   */
  readonly writesSince?: number;
  readonly signal: AbortSignal;
}

/** Reads logs of steps from their cluster into the archive. */
export class StepLogReader {
  private readonly connection: Pick<ClusterConnection, 'podLog'>;
  private readonly archive: Pick<LogArchive, 'append'>;
  private readonly store: Pick<LogCaptureStore, 'noteHole'>;
  private readonly lease: Lease;
  private readonly maxFollowMs: number;

  constructor(options: {
    connection: Pick<ClusterConnection, 'podLog'>;
    archive: Pick<LogArchive, 'append'>;
    store: Pick<LogCaptureStore, 'noteHole'>;
    lease: Lease;
    maxFollowMs?: number;
  }) {
    this.connection = options.connection;
    this.archive = options.archive;
    this.store = options.store;
    this.lease = options.lease;
    this.maxFollowMs = options.maxFollowMs ?? MAX_FOLLOW_MS;
  }

  /** Reads what a running container has written so far. */
  async read(request: ReadRequest): Promise<LogProgress> {
    return this.append(request);
  }

  /**
   * Reads the log of a container that has ended, to its end.
   *
   * A connection that breaks between the API server and the node looks like the
   * end of the log, and a node may yet have to write its last lines. So it is the
   * end when reading on brings nothing more, which is asked more often if what
   * came ended within a line.
   *
   * @throws LogSourceError with a {@link LogRotatedError} if what is stored does
   * not come again, so that nobody knows what followed it
   */
  async finish(request: ReadRequest): Promise<LogProgress> {
    let progress: LogProgress = { log: request.log, bytes: 0, misses: false };
    for (let reads = 1, quiet = 0; reads <= MAX_READS; reads += 1) {
      const { log, bytes, cutLine } = progress;
      const next = await this.append({ ...request, log });
      const grown = next.log.segments > log.segments;
      progress = { ...next, bytes: bytes + next.bytes };
      if (next.outcome) {
        return progress;
      }
      const isCutAnew = next.cutLine !== undefined && next.cutLine !== cutLine;
      quiet = grown || next.misses || isCutAnew ? 0 : quiet + 1;
      if (reads > 1 && quiet >= (next.cutLine ? MIN_CUTS : 1)) {
        return next.cutLine
          ? this.finishLine(request, progress)
          : { ...progress, outcome: ended(next.log) };
      }
    }
    if (progress.misses) {
      throw new LogSourceError(
        new LogRotatedError(
          `The cluster does not have what led to line ${progress.log.lines} any more`,
        ),
      );
    }
    return progress;
  }

  /**
   * Reads the log of a container that is about to end until it has, or for a
   * while. If its pod is gone by then, nobody knows whether that was all.
   *
   * @param hasEnded - Asks whether the container has ended
   */
  async follow(
    request: ReadRequest,
    hasEnded: () => Promise<boolean>,
  ): Promise<LogProgress> {
    let isEnd = false;
    const progress = await this.append(request, {
      until: AbortSignal.timeout(this.maxFollowMs),
      onEnd: async () => {
        isEnd = await hasEnded();
      },
    });
    if (progress.outcome || !isEnd) {
      return progress;
    }
    const rest = await this.finish({ ...request, log: progress.log });
    return { ...rest, bytes: progress.bytes + rest.bytes };
  }

  /** Takes what follows the last end of a line for a line, if it is the same again. */
  private async finishLine(
    request: ReadRequest,
    { log, bytes, cutLine }: LogProgress,
  ): Promise<LogProgress> {
    const isLast = (present: string | undefined) => present === cutLine;
    const last = await this.append({ ...request, log }, { isLast });
    const isEnd = isLast(last.cutLine) && !last.misses;
    return {
      ...last,
      bytes: bytes + last.bytes,
      // Else there was more than that, and it is to be read again.
      outcome: last.outcome ?? (isEnd ? ended(last.log) : undefined),
    };
  }

  private async append(
    { log, namespace, writesSince, signal }: ReadRequest,
    options: {
      /** Whether the last line is whole, of which this came without its end. */
      isLast?: (cutLine: string | undefined) => boolean;
      /** Follows the log until then, or until it ends. */
      until?: AbortSignal;
      onEnd?: () => Promise<void>;
    } = {},
  ): Promise<LogProgress> {
    const { isLast = () => false, until, onEnd } = options;
    const source = new PodLogSource({
      connection: this.connection,
      namespace,
      pod: log.podName,
      container: log.container,
      resume: log.resume,
      follow: until !== undefined,
      onEnd,
      signal: until ? AbortSignal.any([signal, until]) : signal,
    });
    let present = log;
    try {
      const appended = await this.archive.append(
        log,
        until ? upTo(source, until) : source,
        {
          isLast: () => isLast(source.cutLine),
          onGap: async () => {
            const reason = `The cluster had thrown away what followed line ${log.lines}`;
            present = await this.noteHole(log, reason);
          },
          lease: this.lease,
          signal,
        },
      );
      if (
        writesSince !== undefined &&
        log.segments === 0 &&
        lacksHead(appended.log, writesSince)
      ) {
        present = await this.noteHole(log, HEAD_MISSING);
      }
      const { cause, reason } = present;
      return {
        log: { ...appended.log, cause, reason },
        bytes: appended.log.bytes - log.bytes,
        misses: appended.gap && appended.log.segments === log.segments,
        cutLine: source.cutLine,
        outcome: appended.full ? TOO_LONG : undefined,
      };
    } catch (error) {
      throw source.failure === undefined
        ? error
        : new LogSourceError(source.failure);
    }
  }

  private async noteHole(log: StepLog, reason: string): Promise<StepLog> {
    if (log.cause === 'rotated') {
      return log;
    }
    await this.store.noteHole(log.id, { reason, lease: this.lease });
    return { ...log, cause: 'rotated', reason };
  }
}

/** All that a source gives until a signal, which then ends it in order. */
async function* upTo(
  source: AsyncIterable<Buffer>,
  until: AbortSignal,
): AsyncGenerator<Buffer> {
  try {
    yield* source;
  } catch (error) {
    if (!until.aborted) {
      throw error;
    }
  }
}

function ended({ cause, reason, ...log }: StepLog): LogOutcome {
  return cause === 'rotated' && hasLines(log)
    ? { state: 'partial', cause, reason }
    : { state: 'stored' };
}
