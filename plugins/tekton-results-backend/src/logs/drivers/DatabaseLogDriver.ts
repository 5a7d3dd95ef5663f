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

import { InputError, NotFoundError } from '@backstage/errors';
import {
  checkLogDriverByUse,
  type LogDriver,
  type LogDriverFactory,
  type LogObject,
} from 'backstage-plugin-tekton-results-node';
import type { LogObjectStore } from '../../store';

/** Of parts in the database; must not change, as ranges are found by it. */
const PART_BYTES = 256 * 1024;

/** No log takes so long to be kept. */
const MAX_PUT_MS = 24 * 60 * 60 * 1000;
/** How often what killed processes have left is looked for. */
const CLEANING_INTERVAL_MS = 60 * 60 * 1000;

/**
 * Keeps logs in the plugin's database, part by part: no statement is long, and
 * none waits for the source.
 */
export class DatabaseLogDriver implements LogDriver {
  private readonly objects: LogObjectStore;
  private readonly now: () => number;
  private cleanedAt = -Infinity;

  constructor(options: {
    objects: LogObjectStore;
    /** Milliseconds since 1970 (UTC). */
    now?: () => number;
  }) {
    this.objects = options.objects;
    this.now = options.now ?? Date.now;
  }

  async put(
    key: string,
    body: AsyncIterable<Uint8Array>,
    options: { signal: AbortSignal },
  ): Promise<{ size: number }> {
    await this.cleanUp();
    const id = await this.objects.begin();
    try {
      let size = 0;
      let number = 0;
      for await (const bytes of partsOf(body)) {
        options.signal.throwIfAborted();
        await this.objects.addPart(id, { number, bytes });
        size += bytes.length;
        number += 1;
      }
      options.signal.throwIfAborted();
      if (!(await this.objects.finish(id, { key, size }))) {
        throw new Error('The log took too long to be kept');
      }
      return { size };
    } catch (error) {
      // What cannot be removed now is removed when it is old.
      await this.objects.abandon(id).catch(() => undefined);
      throw error;
    }
  }

  async *get(
    key: string,
    options: { start?: number; end?: number; signal: AbortSignal },
  ): AsyncGenerator<Uint8Array, void> {
    const { start = 0, signal } = options;
    const object = await this.objects.find(key);
    if (!object) {
      throw new NotFoundError(`There is no log ${key} in the database`);
    }
    const end = Math.min(options.end ?? Infinity, object.size);
    let at = start;
    while (at < end) {
      signal.throwIfAborted();
      const number = Math.floor(at / PART_BYTES);
      const partStart = number * PART_BYTES;
      const bytes = await this.objects.readPart(object.id, {
        number,
        start: at - partStart,
        end: Math.min(end - partStart, PART_BYTES),
      });
      if (!bytes || bytes.length === 0) {
        throw new NotFoundError(`The log ${key} was deleted meanwhile`);
      }
      yield bytes;
      at += bytes.length;
    }
  }

  async delete(
    keys: readonly string[],
    options: { signal: AbortSignal },
  ): Promise<void> {
    for (const key of keys) {
      options.signal.throwIfAborted();
      await this.objects.delete([key]);
    }
  }

  async list(options: {
    prefix?: string;
    after?: string;
    limit: number;
  }): Promise<{ objects: readonly LogObject[]; next?: string }> {
    const objects = await this.objects.list(options);
    return {
      objects,
      next: objects.length === options.limit ? objects.at(-1)?.key : undefined,
    };
  }

  async check(options: { signal: AbortSignal }): Promise<void> {
    await checkLogDriverByUse(this, options);
  }

  private async cleanUp(): Promise<void> {
    const now = this.now();
    if (now - this.cleanedAt >= CLEANING_INTERVAL_MS) {
      this.cleanedAt = now;
      await this.objects.abandonOlder(now - MAX_PUT_MS);
    }
  }
}

/** Makes the driver that needs nothing but the plugin's database. */
export function databaseLogDriverFactory(options: {
  objects: LogObjectStore;
}): LogDriverFactory {
  return {
    name: 'database',
    logType: 'File',
    create({ config }) {
      const [setting] = config?.keys() ?? [];
      if (setting !== undefined) {
        throw new InputError(
          `Setting '${setting}' of the log driver 'database' is not known; it has none`,
        );
      }
      return new DatabaseLogDriver(options);
    },
  };
}

/** Parts of the same size, but for the last. */
async function* partsOf(
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer, void> {
  let part = Buffer.allocUnsafe(PART_BYTES);
  let size = 0;
  for await (const chunk of body) {
    let taken = 0;
    while (taken < chunk.length) {
      const bytes = chunk.subarray(taken, taken + PART_BYTES - size);
      part.set(bytes, size);
      taken += bytes.length;
      size += bytes.length;
      if (size === PART_BYTES) {
        yield part;
        part = Buffer.allocUnsafe(PART_BYTES);
        size = 0;
      }
    }
  }
  if (size > 0) {
    yield part.subarray(0, size);
  }
}
