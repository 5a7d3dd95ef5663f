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

import { z } from 'zod';
import type { LogArchive } from '../../logs';
import type { ImportedRecord, LogStore, StewardStore } from '../../store';
import type { ResultsServer } from './ResultsServer';
import { retrying, type RetryOptions } from './retry';
import { ServerError } from './ServerError';

/**
 * The archive takes lines with times, which imported ones do not have, or have in
 * another form; this one stands for none.
 */
const NO_TIME = Buffer.from('1970-01-01T00:00:00Z ');
const NEWLINE = 0x0a;

const logSchema = z.object({
  spec: z.object({ resource: z.object({ uid: z.string().min(1) }) }),
  status: z
    .object({
      size: z.coerce.number().int().positive().optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
});

/** What became of a log; `problem`: what is wrong with it, for people. */
export interface CopiedLog {
  readonly outcome: 'copied' | 'present' | 'missing';
  readonly problem?: string;
}

const RUN_MISSING: CopiedLog = {
  outcome: 'missing',
  problem: 'is of a run that is not stored',
};

/** Copies logs as others store them: one for all steps of a run. */
export class LogImporter {
  private readonly store: Pick<LogStore, 'logsOf' | 'open' | 'settle'>;
  private readonly runs: Pick<StewardStore, 'storedUids'>;
  private readonly archive: Pick<LogArchive, 'append'>;
  private readonly retry: RetryOptions;

  constructor(options: {
    store: Pick<LogStore, 'logsOf' | 'open' | 'settle'>;
    runs: Pick<StewardStore, 'storedUids'>;
    archive: Pick<LogArchive, 'append'>;
    retry: RetryOptions;
  }) {
    this.store = options.store;
    this.runs = options.runs;
    this.archive = options.archive;
    this.retry = options.retry;
  }

  /**
   * Copies the log that a Record tells of, unless logs of that run are there. What
   * was begun is gone on with.
   *
   * @throws StoreError; also if the log cannot be kept, or the import is stopped
   */
  async copy(
    record: ImportedRecord,
    options: { cluster: string; server: Pick<ResultsServer, 'getLog'> },
  ): Promise<CopiedLog> {
    const { cluster, server } = options;
    const parsed = logSchema.safeParse(record.data?.payload);
    const runUid = parsed.data?.spec.resource.uid;
    if (!parsed.success || runUid === undefined || runUid.includes('\u0000')) {
      return { outcome: 'missing', problem: 'does not say whose log it is' };
    }
    const size = parsed.data.status?.size;
    const known = await this.store.logsOf(cluster, [runUid]);
    if (
      known.some(({ kind, state }) => kind !== 'whole' || state !== 'streaming')
    ) {
      return { outcome: 'present' };
    }
    if (!(await this.runs.storedUids(cluster, [runUid])).has(runUid)) {
      return RUN_MISSING;
    }
    try {
      return await retrying(async () => {
        const source = await server.getLog(record.name, size);
        return source
          ? this.keep({ cluster, runUid }, source, size)
          : { outcome: 'missing' };
      }, this.retry);
    } catch (error) {
      // One log that cannot be sent must not keep all others back.
      if (error instanceof ServerError && !this.retry.signal.aborted) {
        return {
          outcome: 'missing',
          problem: `was not sent: ${error.message}`,
        };
      }
      throw error;
    }
  }

  private async keep(
    { cluster, runUid }: { cluster: string; runUid: string },
    source: AsyncIterable<Uint8Array>,
    size: number | undefined,
  ): Promise<CopiedLog> {
    const [log] = await this.store.open(
      [
        {
          cluster,
          runUid,
          attempt: 1,
          container: 'all',
          kind: 'whole',
          step: 'All steps (stored together)',
          position: 0,
          podName: '',
        },
      ],
      {},
    );
    if (!log) {
      return RUN_MISSING;
    }
    // Before redaction, which makes it longer or shorter.
    let sent = 0;
    async function* counted() {
      for await (const part of source) {
        sent += part.length;
        yield part;
      }
    }
    const kept = await this.archive.append(log, withTimes(counted()), {
      isLast: () => true,
      signal: this.retry.signal,
    });
    if (kept.full) {
      const tooLong = { state: 'partial', cause: 'tooLong' } as const;
      await this.store.settle(log.id, tooLong, {});
      return { outcome: 'copied' };
    }
    const problem =
      size === undefined || size === sent
        ? undefined
        : `has ${sent} bytes, and ${size} as its Record says`;
    await this.store.settle(
      log.id,
      problem !== undefined && sent < Number(size)
        ? {
            state: 'partial',
            cause: 'bytesMissing',
            reason: `The imported log ${problem}`,
          }
        : { state: 'stored' },
      {},
    );
    return { outcome: 'copied', ...(problem !== undefined && { problem }) };
  }
}

async function* withTimes(
  source: AsyncIterable<Uint8Array>,
): AsyncIterable<Uint8Array> {
  let startsLine = true;
  for await (const part of source) {
    const bytes = Buffer.from(part.buffer, part.byteOffset, part.byteLength);
    const pieces: Buffer[] = [];
    let start = 0;
    while (start < bytes.length) {
      const newline = bytes.indexOf(NEWLINE, start);
      const end = newline < 0 ? bytes.length : newline + 1;
      pieces.push(...(startsLine ? [NO_TIME] : []), bytes.subarray(start, end));
      startsLine = newline >= 0;
      start = end;
    }
    yield Buffer.concat(pieces);
  }
}
