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

import { isError } from '@backstage/errors';
import express, { type Request, type Response } from 'express';
import { decodeJson, parseFirstValue } from './json';
import { GrpcCode, ResultsApiError } from './ResultsApiError';

/** Reads what requests carry, up to a limit. */
export class BodyReader {
  private readonly maxBytes: number;
  private readonly readRaw: ReturnType<typeof express.raw>;

  /** @param options - `maxBytes` limits a message, as upstream does */
  constructor(options: { maxBytes: number }) {
    this.maxBytes = options.maxBytes;
    this.readRaw = express.raw({
      type: () => true,
      // As JSON bytes are a third longer, and some characters escaped.
      limit: 2 * options.maxBytes,
    });
  }

  /**
   * Reads the whole body, whatever its content type says.
   *
   * @throws ResultsApiError if it is too large
   */
  async read(req: Request, res: Response): Promise<Buffer> {
    await new Promise<void>((resolve, reject) =>
      this.readRaw(req, res, error => (error ? reject(error) : resolve())),
    ).catch(error => {
      if (isError(error) && error.type === 'entity.too.large') {
        throw this.tooLarge(Number(error.length));
      }
      throw error;
    });
    const body: unknown = req.body;
    return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  }

  /**
   * Reads a message from the body: the first JSON value in it; nothing at all is
   * an empty message. The content type is not asked, as curl sends that of a
   * form along with JSON.
   *
   * @throws ResultsApiError if there is no such message, or it is too large
   */
  async readMessage<T>(
    req: Request,
    res: Response,
    parse: (json: unknown) => T,
  ): Promise<T> {
    const text = decodeJson(await this.read(req, res), 'body');
    const message = parse(text.trim() === '' ? {} : parseFirstValue(text));
    const size = messageSize(message);
    if (size > this.maxBytes) {
      throw this.tooLarge(size);
    }
    return message;
  }

  private tooLarge(size: number): ResultsApiError {
    return new ResultsApiError(
      GrpcCode.ResourceExhausted,
      `grpc: received message larger than max (${size} vs. ${this.maxBytes})`,
    );
  }
}

/** About how long a message is in protobuf: the bytes of all its texts. */
function messageSize(message: unknown): number {
  if (typeof message === 'string' || Buffer.isBuffer(message)) {
    return Buffer.byteLength(message);
  }
  return typeof message === 'object' && message !== null
    ? Object.entries(message).reduce(
        (size, [key, value]) => size + key.length + messageSize(value),
        0,
      )
    : 0;
}
