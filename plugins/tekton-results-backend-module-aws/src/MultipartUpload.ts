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

import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  UploadPartCommand,
  type CompletedPart,
  type CreateMultipartUploadCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { requireInAnswer } from 'backstage-plugin-tekton-results-node';

const DISCARD_TIMEOUT_MS = 10_000;

/**
 * An object that is sent in parts, one after another. It is there once it is
 * complete, and never before.
 *
 * `@aws-sdk/lib-storage` is not used: it aborts without ending its requests, so
 * that an object may appear although its upload was given up.
 */
export class MultipartUpload {
  private readonly client: S3Client;
  private readonly target: CreateMultipartUploadCommandInput;
  private readonly signal: AbortSignal;
  private readonly parts: CompletedPart[] = [];
  private uploadId: string | undefined;

  constructor(
    client: S3Client,
    options: { target: CreateMultipartUploadCommandInput; signal: AbortSignal },
  ) {
    this.client = client;
    this.target = options.target;
    this.signal = options.signal;
  }

  get isBegun(): boolean {
    return this.uploadId !== undefined;
  }

  async add(bytes: Buffer): Promise<void> {
    this.uploadId ??= await this.begin();
    const number = this.parts.length + 1;
    const { ETag } = await this.client.send(
      new UploadPartCommand({
        ...this.place(),
        PartNumber: number,
        Body: bytes,
      }),
      { abortSignal: this.signal },
    );
    this.parts.push({
      PartNumber: number,
      ETag: requireInAnswer(ETag, 'ETag'),
    });
  }

  async complete(): Promise<void> {
    const { ETag } = await this.client.send(
      new CompleteMultipartUploadCommand({
        ...this.place(),
        MultipartUpload: { Parts: this.parts },
      }),
      { abortSignal: this.signal },
    );
    requireInAnswer(ETag, 'ETag');
  }

  /**
   * Removes the parts that were sent, if it is possible. What stays is not visible
   * and costs space until the bucket's lifecycle rule removes it.
   */
  async discard(): Promise<void> {
    if (this.isBegun) {
      await this.client
        .send(new AbortMultipartUploadCommand(this.place()), {
          abortSignal: AbortSignal.timeout(DISCARD_TIMEOUT_MS),
        })
        // What made it necessary says more.
        .catch(() => undefined);
    }
  }

  private async begin(): Promise<string> {
    const { UploadId } = await this.client.send(
      new CreateMultipartUploadCommand(this.target),
      { abortSignal: this.signal },
    );
    return requireInAnswer(UploadId, 'UploadId');
  }

  private place() {
    return {
      Bucket: this.target.Bucket,
      Key: this.target.Key,
      UploadId: this.uploadId,
    };
  }
}
