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

import { Readable } from 'stream';
import { toError } from '@backstage/errors';
import archiver from 'archiver';
import {
  bytesThere,
  isReadable,
  logFileName,
  type ReadableLog,
  type RunLog,
} from '../../logs';
import { formatRunLog } from './formatLog';

interface ZipOptions {
  readonly timestamps: boolean;
  readonly signal: AbortSignal;
}

/**
 * A zip file with a file for each log that can be read and `logs.json`, which says
 * how all of them stand. Made as it is read; nothing of it comes before the first
 * log can be read.
 *
 * @param logs - at least one must be readable
 */
export async function* zipLogs(
  logs: readonly RunLog[],
  options: ZipOptions,
): AsyncIterable<Uint8Array> {
  const archive = archiver('zip', { zlib: { level: 6 } });
  const names = new Set<string>();
  const files = logs.map(log => ({
    log,
    file: isReadable(log) ? freeName(logFileName(log), names) : undefined,
  }));
  const waiting = files.flatMap(({ log, file: name }) =>
    isReadable(log) && name !== undefined
      ? [{ name, source: readLog(log, options) }]
      : [],
  );
  const [first, ...others] = waiting;
  const entries = [{ ...first, source: await begun(first.source) }, ...others];
  let reading: Readable | undefined;
  /** The archive would take a source that fails for one that has ended. */
  async function* guarded(source: AsyncIterable<Buffer>) {
    try {
      yield* source;
    } catch (error) {
      archive.destroy(toError(error));
    }
  }
  // The archive would begin to read all that it has been given.
  const appendNext = () => {
    const entry = entries.shift();
    if (entry) {
      reading = Readable.from(guarded(entry.source));
      archive.append(reading, { name: entry.name });
      return;
    }
    archive.off('entry', appendNext);
    const list = files.map(({ log, file }) => ({ file, ...formatRunLog(log) }));
    archive.append(JSON.stringify(list, null, 2), { name: 'logs.json' });
    archive.finalize().catch(error => archive.destroy(toError(error)));
  };
  archive.on('entry', appendNext);
  try {
    appendNext();
    yield* archive;
  } finally {
    reading?.destroy();
    archive.destroy();
  }
}

async function* readLog(
  log: ReadableLog,
  { timestamps, signal }: ZipOptions,
): AsyncIterable<Buffer> {
  for await (const bytes of bytesThere(log, { timestamps, signal })) {
    yield Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
}

/** The same, of which the first part was read already. */
async function begun<T>(source: AsyncIterable<T>): Promise<AsyncIterable<T>> {
  const items = source[Symbol.asyncIterator]();
  const first = await items.next();
  return (async function* rest() {
    try {
      for (let item = first; !item.done; item = await items.next()) {
        yield item.value;
      }
    } finally {
      await items.return?.();
    }
  })();
}

/** Runs of a matrix have the same task. */
function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let number = 2; taken.has(free); number += 1) {
    free = name.replace(/(?=\.[^.]*$)/, `-${number}`);
  }
  taken.add(free);
  return free;
}
