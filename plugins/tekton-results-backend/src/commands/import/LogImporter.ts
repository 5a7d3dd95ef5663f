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
import { z } from 'zod';
import type { LogArchive } from '../../logs';
import {
  staysBesideImport,
  type ImportedRecord,
  type LogStore,
  type NewStepLog,
  type StewardStore,
} from '../../store';
import type { ResultsServer, ServerLog } from './ResultsServer';
import { retrying, type RetryOptions } from './retry';
import { ServerError } from './ServerError';

/**
 * The archive takes lines with times, which imported ones do not have, or have in
 * another form; this one stands for none.
 */
const NO_TIME = Buffer.from('1970-01-01T00:00:00Z ');
const NEWLINE = 0x0a;

/** A log that breaks off again and again must not hold all others up for long. */
const MAX_READINGS = 3;

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

interface RunName {
  readonly cluster: string;
  readonly runUid: string;
}

const RUN_MISSING: CopiedLog = {
  outcome: 'missing',
  problem: 'is of a run that is not stored',
};

type ImportedLogStore = Pick<LogStore, 'logsOf' | 'openWhole' | 'settle'>;

/** Copies logs as others store them: one for all steps of a run. */
export class LogImporter {
  private readonly store: ImportedLogStore;
  private readonly runs: Pick<StewardStore, 'storedUids'>;
  private readonly archive: Pick<LogArchive, 'append'>;
  private readonly retry: RetryOptions;

  constructor(options: {
    store: ImportedLogStore;
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
   * was begun is gone on with. A log that breaks off is kept as far as it came.
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
    if (known.some(staysBesideImport)) {
      return { outcome: 'present' };
    }
    if (!(await this.runs.storedUids(cluster, [runUid])).has(runUid)) {
      return RUN_MISSING;
    }
    const run = { cluster, runUid };
    try {
      const copied = await retrying(
        async () => {
          const log = await server.getLog(record.name, size);
          return log && this.keep(run, log);
        },
        { ...this.retry, maxAttempts: MAX_READINGS },
      );
      if (!copied) {
        await this.breakOff(run, 'the server does not have it any more');
      }
      return copied ?? { outcome: 'missing' };
    } catch (error) {
      const { message } = toError(error);
      await this.breakOff(run, message);
      // One log that cannot be sent must not keep all others back.
      if (error instanceof ServerError && !this.retry.signal.aborted) {
        return { outcome: 'missing', problem: `was not sent: ${message}` };
      }
      throw error;
    }
  }

  private async keep(run: RunName, source: ServerLog): Promise<CopiedLog> {
    const log = await this.store.openWhole(wholeLog(run));
    if (!log) {
      // It was captured meanwhile.
      return { outcome: 'present' };
    }
    // Before redaction, which makes it longer or shorter.
    let sent = 0;
    async function* counted() {
      for await (const part of source.bytes) {
        sent += part.length;
        yield part;
      }
    }
    const kept = await this.archive.append(log, withTimes(counted()), {
      isLast: () => true,
      onGap: async () => assertSame(false),
      signal: this.retry.signal,
    });
    assertSame(!kept.gap);
    if (kept.full) {
      const tooLong = { state: 'partial', cause: 'tooLong' } as const;
      await this.store.settle(log.id, tooLong, {});
      return { outcome: 'copied' };
    }
    const { size = sent, missing } = source;
    const problem =
      size === sent
        ? undefined
        : `has ${sent} bytes, and ${size} as its Record says`;
    const lack =
      sent < size
        ? `The imported log ${problem}`
        : missing && `Some of it was missing where it was imported: ${missing}`;
    await this.store.settle(
      log.id,
      lack
        ? { state: 'partial', cause: 'bytesMissing', reason: lack }
        : { state: 'stored' },
      {},
    );
    return { outcome: 'copied', ...(problem && { problem }) };
  }

  /** What is there of a log that was being copied is all that there is for now. */
  private async breakOff(
    { cluster, runUid }: RunName,
    why: string,
  ): Promise<void> {
    const logs = await this.store.logsOf(cluster, [runUid]);
    const begun = logs.filter(({ kind }) => kind === 'whole');
    for (const { id, segments } of begun) {
      const state = segments > 0 ? 'partial' : 'neverCaptured';
      const reason = `The import of the log broke off: ${why}`;
      await this.store.settle(id, { state, cause: 'failed', reason }, {});
    }
  }
}

function wholeLog({ cluster, runUid }: RunName): NewStepLog {
  return {
    cluster,
    runUid,
    attempt: 1,
    container: 'all',
    kind: 'whole',
    step: 'All steps (stored together)',
    position: 0,
    podName: '',
  };
}

/** What is added to a log must be of the same one. */
function assertSame(isSame: boolean): void {
  if (!isSame) {
    throw new ServerError('It is not the log that was begun to be copied', {
      kind: 'refused',
    });
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
