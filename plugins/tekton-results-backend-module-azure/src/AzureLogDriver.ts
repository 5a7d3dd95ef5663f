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

import { addAbortSignal, type Readable } from 'stream';
import type { ContainerClient } from '@azure/storage-blob';
import { InputError } from '@backstage/errors';
import {
  checkLogDriverByUse,
  LogStoreAccess,
  requireInAnswer,
  type LogDriver,
  type LogObject,
} from 'backstage-plugin-tekton-results-node';
import { createContainerClient } from './createContainerClient';
import { describeAzureError, isBeyondEnd } from './describeAzureError';
import type { AzureSettings } from './readAzureSettings';

/** Of these a blob may have 50,000. */
const BLOCK_BYTES = 4 * 1024 * 1024;
const MAX_PAGE_SIZE = 5000;

/** Keeps logs as blobs of a container. */
export class AzureLogDriver implements LogDriver {
  private readonly prefix: string;
  private readonly container: ContainerClient;
  private readonly access: LogStoreAccess;

  static async create(settings: AzureSettings): Promise<AzureLogDriver> {
    try {
      const container = await createContainerClient(settings);
      return new AzureLogDriver({ settings, container });
    } catch (error) {
      // The SDK reads the credentials, too.
      throw new InputError(describeAzureError(error, settings).message);
    }
  }

  private constructor(options: {
    settings: AzureSettings;
    container: ContainerClient;
  }) {
    const { settings, container } = options;
    this.prefix = settings.prefix;
    this.container = container;
    this.access = new LogStoreAccess({
      limitMs: settings.timeoutMs,
      describe: error => describeAzureError(error, settings),
    });
  }

  async put(
    key: string,
    body: AsyncIterable<Uint8Array>,
    options: { signal: AbortSignal },
  ): Promise<{ size: number }> {
    const blob = this.blob(key).getBlockBlobClient();
    const source = { body, partBytes: BLOCK_BYTES };
    return this.access.send(options.signal, source, async (parts, tools) => {
      const { signal: abortSignal, wait } = tools;
      const blocks: string[] = [];
      let size = 0;
      for await (const { bytes, isLast } of parts) {
        size += bytes.length;
        if (isLast && blocks.length === 0) {
          requireTaken(
            await wait(blob.upload(bytes, bytes.length, { abortSignal })),
          );
        } else {
          const block = blockId(blocks.length);
          requireTaken(
            await wait(
              blob.stageBlock(block, bytes, bytes.length, { abortSignal }),
            ),
          );
          blocks.push(block);
        }
      }
      if (blocks.length > 0) {
        // The blob is there from here on; blocks of none vanish after a week.
        requireTaken(await wait(blob.commitBlockList(blocks, { abortSignal })));
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
      try {
        const { readableStreamBody } = await this.blob(key).download(
          start,
          end === undefined ? undefined : end - start,
          { abortSignal },
        );
        return addAbortSignal(abortSignal, readableStreamBody as Readable);
      } catch (error) {
        if (isBeyondEnd(error)) {
          return nothing();
        }
        throw error;
      }
    });
  }

  async delete(
    keys: readonly string[],
    options: { signal: AbortSignal },
  ): Promise<void> {
    await this.access.callForEach(options.signal, keys, (key, abortSignal) =>
      this.blob(key).deleteIfExists({
        deleteSnapshots: 'include',
        abortSignal,
      }),
    );
  }

  async list(options: {
    prefix?: string;
    after?: string;
    limit: number;
    signal: AbortSignal;
  }): Promise<{ objects: readonly LogObject[]; next?: string }> {
    const { prefix = '', after, limit } = options;
    const page = await this.access.call(options.signal, async abortSignal => {
      const pages = this.container
        .listBlobsFlat({ prefix: this.prefix + prefix, abortSignal })
        .byPage({
          continuationToken: after,
          maxPageSize: Math.min(limit, MAX_PAGE_SIZE),
        });
      return (await pages.next()).value;
    });
    return {
      objects: (page?.segment.blobItems ?? []).map(
        ({ name, properties }: (typeof page.segment.blobItems)[number]) => ({
          key: name.slice(this.prefix.length),
          size: properties.contentLength ?? 0,
          modifiedAt: properties.lastModified.getTime(),
        }),
      ),
      next: page?.continuationToken || undefined,
    };
  }

  async check(options: { signal: AbortSignal }): Promise<void> {
    await checkLogDriverByUse(this, options);
  }

  private blob(key: string) {
    return this.container.getBlobClient(this.prefix + key);
  }
}

/** Azure says of each request which one it was; gateways may keep it to themselves. */
function requireTaken(answer: {
  requestId?: string;
  contentMD5?: Uint8Array;
}): void {
  requireInAnswer(answer.requestId ?? answer.contentMD5, 'x-ms-request-id');
}

/** All of one blob have the same length, as Azure wants it. */
function blockId(index: number): string {
  return Buffer.from(String(index).padStart(6, '0')).toString('base64');
}

async function* nothing(): AsyncGenerator<Uint8Array, void, undefined> {}
