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
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  type GetObjectCommandOutput,
} from '@aws-sdk/client-s3';
import {
  checkLogDriverByUse,
  LogStoreAccess,
  requireInAnswer,
  type LogDriver,
  type LogObject,
} from 'backstage-plugin-tekton-results-node';
import { describeS3Error, isBeyondEnd } from './describeS3Error';
import { MultipartUpload } from './MultipartUpload';
import type { S3Settings } from './readS3Settings';

/** The least that S3 takes as a part. */
const PART_BYTES = 5 * 1024 * 1024;
const MAX_PAGE_SIZE = 1000;
const CONNECTION_TIMEOUT_MS = 10_000;

/** Keeps logs as objects of a bucket. */
export class S3LogDriver implements LogDriver {
  private readonly settings: S3Settings;
  private readonly client: S3Client;
  private readonly access: LogStoreAccess;

  constructor(settings: S3Settings) {
    this.settings = settings;
    this.client = new S3Client({
      region: settings.region,
      endpoint: settings.endpoint,
      forcePathStyle: settings.forcePathStyle,
      credentials: settings.credentials,
      requestChecksumCalculation: settings.checksums,
      responseChecksumValidation: settings.checksums,
      requestHandler: {
        connectionTimeout: CONNECTION_TIMEOUT_MS,
        // So that there is time left for another try.
        socketTimeout: settings.timeoutMs / 2,
      },
    });
    this.access = new LogStoreAccess({
      limitMs: settings.timeoutMs,
      describe: error => describeS3Error(error, settings),
    });
  }

  async put(
    key: string,
    body: AsyncIterable<Uint8Array>,
    options: { signal: AbortSignal },
  ): Promise<{ size: number }> {
    const target = {
      ...this.place(key),
      ServerSideEncryption: this.settings.encryption,
      SSEKMSKeyId: this.settings.kmsKeyId,
    };
    const source = { body, partBytes: PART_BYTES };
    return this.access.send(options.signal, source, async (parts, tools) => {
      const { signal, wait } = tools;
      const upload = new MultipartUpload(this.client, { target, signal });
      let size = 0;
      try {
        for await (const part of parts) {
          size += part.bytes.length;
          if (part.isLast && !upload.isBegun) {
            const { ETag } = await wait(
              this.client.send(
                new PutObjectCommand({ ...target, Body: part.bytes }),
                { abortSignal: signal },
              ),
            );
            requireInAnswer(ETag, 'ETag');
          } else {
            await wait(upload.add(part.bytes));
          }
        }
        if (upload.isBegun) {
          await wait(upload.complete());
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
      try {
        const object = await this.client.send(
          new GetObjectCommand({
            ...this.place(key),
            Range:
              start > 0 || end !== undefined
                ? `bytes=${start}-${end === undefined ? '' : end - 1}`
                : undefined,
          }),
          { abortSignal },
        );
        return contentOf(object, {
          signal: abortSignal,
          maxBytes: end === undefined ? Infinity : end - start,
        });
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
    // One by one: some stores that speak the protocol cannot delete several, or
    // want a checksum for it that the SDK does not send.
    await this.access.callForEach(options.signal, keys, (key, abortSignal) =>
      this.client.send(new DeleteObjectCommand(this.place(key)), {
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
      const answer = await this.client.send(
        new ListObjectsV2Command({
          Bucket: this.settings.bucket,
          Prefix: this.settings.prefix + prefix,
          StartAfter: after && this.settings.prefix + after,
          MaxKeys: Math.min(limit, MAX_PAGE_SIZE),
        }),
        { abortSignal },
      );
      requireInAnswer(answer.IsTruncated, 'IsTruncated');
      return answer;
    });
    const objects = (page.Contents ?? []).map(
      ({ Key = '', Size = 0, LastModified }) => ({
        key: Key.slice(this.settings.prefix.length),
        size: Size,
        modifiedAt: LastModified?.getTime() ?? 0,
      }),
    );
    return {
      // What consoles show as a folder may be an object of that name.
      objects: objects.filter(({ key }) => key !== '' && !key.endsWith('/')),
      next: page.IsTruncated ? objects.at(-1)?.key : undefined,
    };
  }

  async check(options: { signal: AbortSignal }): Promise<void> {
    await checkLogDriverByUse(this, options);
  }

  private place(key: string) {
    return { Bucket: this.settings.bucket, Key: this.settings.prefix + key };
  }
}

/**
 * Of a range no more than was asked for: some stores that speak the protocol send
 * more.
 *
 * @throws if the connection ends before the object does
 */
async function* contentOf(
  object: GetObjectCommandOutput,
  options: { signal: AbortSignal; maxBytes: number },
): AsyncGenerator<Uint8Array, void, undefined> {
  const { ContentLength: expected = 0, Body } = object;
  let length = 0;
  for await (const chunk of addAbortSignal(options.signal, Body as Readable)) {
    const piece = chunk.subarray(0, options.maxBytes - length);
    length += piece.length;
    yield piece;
    if (length >= options.maxBytes) {
      return;
    }
  }
  if (length < expected) {
    throw new Error(`it ended after ${length} of ${expected} bytes`);
  }
}

async function* nothing(): AsyncGenerator<Uint8Array, void, undefined> {}
