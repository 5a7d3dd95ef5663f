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

import { addAbortSignal } from 'stream';
import {
  checkLogDriverByUse,
  LogStoreAccess,
  requireInAnswer,
  type LogDriver,
  type LogObject,
} from 'backstage-plugin-tekton-results-node';
import { describeGcsError, isBeyondEnd } from './describeGcsError';
import { GcsAccess } from './GcsAccess';
import type { GcsSettings } from './readGcsSettings';
import { ResumableUpload } from './ResumableUpload';

const CHUNK_BYTES = 4 * 1024 * 1024;
const MAX_PAGE_SIZE = 1000;

/** Keeps logs as objects of a bucket. */
export class GcsLogDriver implements LogDriver {
  private readonly prefix: string;
  private readonly gcs: GcsAccess;
  private readonly retryDelayMs: number;
  private readonly access: LogStoreAccess;

  constructor(settings: GcsSettings) {
    this.prefix = settings.prefix;
    this.gcs = new GcsAccess(settings);
    // With each doubled, all are well over before the time is.
    this.retryDelayMs = settings.timeoutMs / 60;
    this.access = new LogStoreAccess({
      limitMs: settings.timeoutMs,
      describe: error => describeGcsError(error, settings),
    });
  }

  async put(
    key: string,
    body: AsyncIterable<Uint8Array>,
    options: { signal: AbortSignal },
  ): Promise<{ size: number }> {
    const source = { body, partBytes: CHUNK_BYTES };
    return this.access.send(options.signal, source, async (parts, tools) => {
      const upload = new ResumableUpload({
        access: this.gcs,
        name: this.prefix + key,
        signal: tools.signal,
        retryDelayMs: this.retryDelayMs,
      });
      let size = 0;
      try {
        for await (const { bytes, isLast } of parts) {
          size += bytes.length;
          await tools.wait(upload.add(bytes, { isLast }));
        }
      } catch (error) {
        await upload.discard();
        throw error;
      }
      return { size };
    });
  }

  get(
    key: string,
    options: { start?: number; end?: number; signal: AbortSignal },
  ): AsyncIterable<Uint8Array> {
    const { start = 0, end, signal } = options;
    return this.access.read(signal, async abortSignal => {
      if (end !== undefined && end <= start) {
        return nothing();
      }
      const stream = this.file(key).createReadStream({
        ...(start > 0 && { start }),
        ...(end !== undefined && { start, end: end - 1 }),
        decompress: false,
      });
      return unlessBeyondEnd(addAbortSignal(abortSignal, stream));
    });
  }

  async delete(
    keys: readonly string[],
    options: { signal: AbortSignal },
  ): Promise<void> {
    await this.access.callForEach(options.signal, keys, key =>
      this.file(key).delete({ ignoreNotFound: true }),
    );
  }

  async list(options: {
    prefix?: string;
    after?: string;
    limit: number;
    signal: AbortSignal;
  }): Promise<{ objects: readonly LogObject[]; next?: string }> {
    const { prefix = '', after, limit } = options;
    const [files, nextQuery] = await this.access.call(
      options.signal,
      async () => {
        const page = await this.gcs.bucket.getFiles({
          prefix: this.prefix + prefix,
          pageToken: after,
          maxResults: Math.min(limit, MAX_PAGE_SIZE),
          autoPaginate: false,
        });
        const { kind } = Object(page[2]) as Record<string, unknown>;
        requireInAnswer(kind, 'kind');
        return page;
      },
    );
    const objects = files.map(({ name, metadata }) => ({
      key: name.slice(this.prefix.length),
      size: Number(metadata.size ?? 0),
      modifiedAt: Date.parse(metadata.updated ?? '') || 0,
    }));
    return {
      // What the console shows as a folder may be an object of that name.
      objects: objects.filter(({ key }) => key !== '' && !key.endsWith('/')),
      next: pageTokenOf(nextQuery),
    };
  }

  async check(options: { signal: AbortSignal }): Promise<void> {
    await checkLogDriverByUse(this, options);
  }

  private file(key: string) {
    return this.gcs.bucket.file(this.prefix + key);
  }
}

function pageTokenOf(query: unknown): string | undefined {
  const { pageToken } = Object(query) as Record<string, unknown>;
  return typeof pageToken === 'string' ? pageToken : undefined;
}

async function* unlessBeyondEnd(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* chunks;
  } catch (error) {
    if (!isBeyondEnd(error)) {
      throw error;
    }
  }
}

async function* nothing(): AsyncGenerator<Uint8Array, void, undefined> {}
