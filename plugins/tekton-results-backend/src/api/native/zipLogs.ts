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
import { isLost, readProblem } from './logErrors';

interface ZipOptions {
  readonly timestamps: boolean;
  readonly signal: AbortSignal;
}

/** A file of which the beginning was read. */
interface BegunFile {
  readonly name: string;
  readonly log: RunLog;
  readonly source: AsyncIterable<Buffer>;
  /** Ends the reading of what nobody has asked for. */
  close(): Promise<unknown>;
}

/**
 * A zip file with a file for each log that can be read and `logs.json`, which says
 * how all of them stand, and so which of them turned out to be unreadable, or lost
 * from some byte on. Made as it is read; nothing of it comes before the first log
 * can be read.
 *
 * @param logs - at least one must be readable
 * @throws what reading the first log does if none can be read
 */
export async function* zipLogs(
  logs: readonly RunLog[],
  options: ZipOptions,
): AsyncIterable<Uint8Array> {
  const { signal } = options;
  const archive = archiver('zip', { zlib: { level: 6 } });
  const names = new Set<string>();
  const waiting = logs.filter(isReadable);
  const files = new Map<RunLog, string>();
  const failures = new Map<RunLog, unknown>();
  let reading: Readable | undefined;
  let isOver = false;

  async function beginNext(): Promise<BegunFile | undefined> {
    for (let log = waiting.shift(); log; log = waiting.shift()) {
      try {
        const begun = await begin(readLog(log, options));
        return { log, name: freeName(logFileName(log), names), ...begun };
      } catch (error) {
        signal.throwIfAborted();
        failures.set(log, error);
      }
    }
    return undefined;
  }

  /** The archive would take a source that fails for one that has ended. */
  async function* guarded({ log, source }: BegunFile) {
    try {
      yield* source;
    } catch (error) {
      if (isLost(error)) {
        failures.set(log, error);
      } else {
        archive.destroy(toError(error));
      }
    }
  }

  function append(file: BegunFile): void {
    files.set(file.log, file.name);
    reading = Readable.from(guarded(file));
    archive.append(reading, { name: file.name });
  }

  // The archive would begin to read all that it has been given.
  async function appendNext(): Promise<void> {
    const file = await beginNext();
    if (isOver) {
      await file?.close();
    } else if (file) {
      append(file);
    } else {
      archive.off('entry', onEntry);
      const list = logs.map(log => describe(log, files, failures));
      archive.append(JSON.stringify(list, null, 2), { name: 'logs.json' });
      await archive.finalize();
    }
  }

  function onEntry(): void {
    appendNext().catch(error => archive.destroy(toError(error)));
  }

  const first = await beginNext();
  if (!first) {
    throw [...failures.values()][0];
  }
  archive.on('entry', onEntry);
  try {
    append(first);
    yield* archive;
  } finally {
    isOver = true;
    reading?.destroy();
    archive.destroy();
  }
}

/** How a log stands, and the name of its file if it has one. */
function describe(
  log: RunLog,
  files: ReadonlyMap<RunLog, string>,
  failures: ReadonlyMap<RunLog, unknown>,
) {
  return {
    file: files.get(log),
    ...formatRunLog(log),
    ...(failures.has(log) && readProblem(failures.get(log))),
  };
}

async function* readLog(
  log: ReadableLog,
  { timestamps, signal }: ZipOptions,
): AsyncIterable<Buffer> {
  for await (const bytes of bytesThere(log, { timestamps, signal })) {
    yield Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
}

/** Reads the first part. */
async function begin<T>(
  whole: AsyncIterable<T>,
): Promise<{ source: AsyncIterable<T>; close: () => Promise<unknown> }> {
  const items = whole[Symbol.asyncIterator]();
  const first = await items.next();
  const close = async () => items.return?.();
  async function* source() {
    try {
      for (let item = first; !item.done; item = await items.next()) {
        yield item.value;
      }
    } finally {
      await close();
    }
  }
  return { source: source(), close };
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
