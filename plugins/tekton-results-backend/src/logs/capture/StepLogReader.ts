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
  /** What came ended within a line. */
  readonly cutsLine?: boolean;
  /** Its last state, if it has come to that. */
  readonly outcome?: LogOutcome;
}

const TOO_LONG: LogOutcome = {
  state: 'partial',
  cause: 'tooLong',
  reason: 'The log is longer than what is kept of a log',
};

/** The cluster, not the place where logs are kept, is why a log was not read. */
export class LogSourceError extends Error {
  override name = 'LogSourceError' as const;

  constructor(cause: unknown) {
    super('The log cannot be read', { cause });
  }
}

/** Whether a container has ended, or its pod is gone. */
export type ContainerEnd = 'no' | 'ended' | 'gone';

const notLast = { isLast: () => false };

interface ReadRequest {
  readonly log: StepLog;
  readonly namespace: string;
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
    return this.append(request, notLast);
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
      const { log, bytes } = progress;
      const next = await this.append({ ...request, log }, notLast);
      const grown = next.log.segments > log.segments;
      progress = { ...next, bytes: bytes + next.bytes };
      if (next.outcome) {
        return progress;
      }
      quiet = grown || next.misses ? 0 : quiet + 1;
      if (reads > 1 && quiet >= (next.cutsLine ? MIN_CUTS : 1)) {
        return next.cutsLine
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
   * while.
   *
   * @param hasEnded - Asks whether the container has ended, or its pod is gone
   */
  async follow(
    request: ReadRequest,
    hasEnded: () => Promise<ContainerEnd>,
  ): Promise<LogProgress> {
    const end: { found: ContainerEnd } = { found: 'no' };
    const progress = await this.append(request, {
      isLast: () => end.found === 'gone',
      until: AbortSignal.timeout(this.maxFollowMs),
      onEnd: async () => {
        end.found = await hasEnded();
      },
    });
    if (progress.outcome || end.found === 'no') {
      return progress;
    }
    if (end.found === 'gone') {
      // It was open until the container ended, and ended in order: unless it broke
      // within a line, where logs seldom end, that is all.
      return progress.cutsLine
        ? progress
        : { ...progress, outcome: ended(progress.log) };
    }
    const rest = await this.finish({ ...request, log: progress.log });
    return { ...rest, bytes: progress.bytes + rest.bytes };
  }

  /** Takes what follows the last end of a line for a line. */
  private async finishLine(
    request: ReadRequest,
    { log, bytes }: LogProgress,
  ): Promise<LogProgress> {
    const last = await this.append({ ...request, log }, { isLast: () => true });
    const isOne = last.log.lines <= log.lines + 1 && last.cutsLine;
    return {
      ...last,
      bytes: bytes + last.bytes,
      // Else there was more than that, and it is to be read again.
      outcome:
        last.outcome ?? (isOne && !last.misses ? ended(last.log) : undefined),
    };
  }

  private async append(
    { log, namespace, signal }: ReadRequest,
    options: {
      isLast: () => boolean;
      /** Follows the log until then, or until it ends. */
      until?: AbortSignal;
      onEnd?: () => Promise<void>;
    },
  ): Promise<LogProgress> {
    const { isLast, until, onEnd } = options;
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
          isLast,
          onGap: async () => {
            present = await this.noteHole(log);
          },
          lease: this.lease,
          signal,
        },
      );
      const { cause, reason } = present;
      return {
        log: { ...appended.log, cause, reason },
        bytes: appended.log.bytes - log.bytes,
        misses: appended.gap && appended.log.segments === log.segments,
        cutsLine: source.cutsLine,
        outcome: appended.full ? TOO_LONG : undefined,
      };
    } catch (error) {
      throw source.failure === undefined
        ? error
        : new LogSourceError(source.failure);
    }
  }

  private async noteHole(log: StepLog): Promise<StepLog> {
    if (log.cause === 'rotated') {
      return log;
    }
    const reason = `The cluster had thrown away what followed line ${log.lines}`;
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
