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

import type {
  LogDriver,
  LogObject,
} from 'backstage-plugin-tekton-results-node';
import type { BlobReaderConfig } from '../../../logReadersConfig';
import { LogUnavailableError } from '../../LogUnavailableError';
import type { LogReader, ReadLog, ReadRun } from '../LogReader';
import { nameLog, sortLogs } from '../nameLog';
import { groupFiles, logPrefix, type LogFiles } from './logFiles';

const PAGE_SIZE = 1_000;
/** More is no run but a path that is wrong. */
const MAX_FILES = 10_000;
const NEWLINE = 0x0a;

/** Reads logs that others put into an object store, as files below a path. */
export class BlobReader implements LogReader {
  readonly delayMs: number;
  private readonly config: BlobReaderConfig;
  private readonly driver: LogDriver;

  constructor(config: BlobReaderConfig, options: { driver: LogDriver }) {
    this.config = config;
    this.delayMs = config.forwarderDelay;
    this.driver = options.driver;
  }

  async read(
    run: ReadRun,
    options: { signal: AbortSignal },
  ): Promise<readonly ReadLog[]> {
    const prefix = logPrefix(this.config.path, run);
    if (prefix === undefined) {
      return [];
    }
    const files = await this.files(prefix, options.signal);
    const logs = groupFiles(files, this.config.multipart);
    const [first, second] = logs;
    if (first && !second && !isContainer(run, first.name)) {
      return [{ bytes: ({ signal }) => this.bytes(first, signal) }];
    }
    return sortLogs(
      run,
      logs.map(log => ({
        ...nameLog(run, { container: log.name }),
        bytes: ({ signal }: { signal: AbortSignal }) => this.bytes(log, signal),
      })),
    );
  }

  private async files(
    prefix: string,
    signal: AbortSignal,
  ): Promise<LogObject[]> {
    const files: LogObject[] = [];
    let after: string | undefined;
    do {
      const page = await unavailable(
        this.driver.list({ prefix, after, limit: PAGE_SIZE, signal }),
        signal,
      );
      files.push(...page.objects);
      after = page.next;
      if (files.length > MAX_FILES) {
        throw new LogUnavailableError(
          `There are more than ${MAX_FILES} files below '${prefix}': check path of the reader`,
        );
      }
    } while (after !== undefined);
    return files;
  }

  /** One file after another; a line that ends with a file ends there. */
  private async *bytes(
    { keys }: LogFiles,
    signal: AbortSignal,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    let last: number | undefined = NEWLINE;
    for (const key of keys) {
      if (last !== NEWLINE) {
        yield Buffer.from('\n');
      }
      const chunks = this.driver.get(key, { signal })[Symbol.asyncIterator]();
      try {
        for (;;) {
          const next = await unavailable(chunks.next(), signal);
          if (next.done) {
            break;
          }
          last = next.value.at(-1) ?? last;
          yield next.value;
        }
      } finally {
        await chunks.return?.();
      }
    }
  }
}

/** Whether a file is named after a container, as far as one can tell. */
function isContainer(run: ReadRun, name: string): boolean {
  return (
    /^(step|sidecar)-/.test(name) ||
    run.attempts.some(({ steps }) =>
      steps.some(({ container }) => container === name),
    )
  );
}

/** Whatever a driver fails with: what was listed is there, and cannot be read. */
async function unavailable<T>(
  promise: Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    if (signal.aborted) {
      throw error;
    }
    throw new LogUnavailableError('The files of the log cannot be read', error);
  }
}
