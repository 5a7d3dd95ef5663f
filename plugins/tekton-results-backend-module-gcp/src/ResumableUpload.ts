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

import { createHash } from 'crypto';
import { setTimeout as sleep } from 'timers/promises';
import { requireInAnswer } from 'backstage-plugin-tekton-results-node';
import type { GcsAccess } from './GcsAccess';
import { GcsAnswerError, isRetryable } from './GcsAnswerError';

const MAX_TRIES = 4;
const DISCARD_TIMEOUT_MS = 10_000;

/**
 * An object that is sent in chunks, one after another. It is there once the last
 * is, and never before.
 *
 * `File.createWriteStream` of `@google-cloud/storage` 7 is not used: when the
 * server fails in the middle, it emits errors that nobody can catch, and these end
 * the process.
 *
 * @see https://cloud.google.com/storage/docs/performing-resumable-uploads
 */
export class ResumableUpload {
  private readonly access: GcsAccess;
  private readonly name: string;
  private readonly signal: AbortSignal;
  private readonly retryDelayMs: number;
  private readonly md5 = createHash('md5');
  private sessionUrl: string | undefined;
  private sent = 0;

  /** @param options - `retryDelayMs`: of the first retry; it doubles with each */
  constructor(options: {
    access: GcsAccess;
    name: string;
    signal: AbortSignal;
    retryDelayMs: number;
  }) {
    this.access = options.access;
    this.name = options.name;
    this.signal = options.signal;
    this.retryDelayMs = options.retryDelayMs;
  }

  /** Sends a chunk, whose length is a multiple of 256 KiB unless it is the last. */
  async add(bytes: Buffer, options: { isLast: boolean }): Promise<void> {
    this.sessionUrl ??= await this.retrying(() => this.begin());
    const start = this.sent;
    const end = start + bytes.length;
    this.md5.update(bytes);
    let object: unknown;
    // The server may take in less than it is given.
    do {
      object = await this.retrying(async isRetry => {
        if (isRetry) {
          const done = await this.askHowFar(options.isLast ? end : undefined);
          if (done || this.sent === end) {
            return done;
          }
        }
        return this.sendFrom(bytes.subarray(this.sent - start), options.isLast);
      });
    } while (!object && this.sent < end);
    if (options.isLast) {
      this.checkSum(object);
    }
  }

  /** What was sent is not visible, and is forgotten after a week by itself. */
  async discard(): Promise<void> {
    if (this.sessionUrl) {
      await fetch(this.sessionUrl, {
        method: 'DELETE',
        signal: AbortSignal.timeout(DISCARD_TIMEOUT_MS),
      })
        // What made it necessary says more.
        .catch(() => undefined);
    }
  }

  private async begin(): Promise<string> {
    const query = new URLSearchParams({
      uploadType: 'resumable',
      name: this.name,
    });
    const response = await fetch(`${this.access.uploadUrl}?${query}`, {
      method: 'POST',
      headers: {
        ...(await this.access.headers()),
        'content-type': 'application/json',
        'x-upload-content-type': 'application/octet-stream',
      },
      body: '{}',
      signal: this.signal,
    });
    const text = await response.text();
    if (!response.ok) {
      throw new GcsAnswerError(response.status, text);
    }
    return requireInAnswer(
      response.headers.get('location') ?? undefined,
      'location',
    );
  }

  /** @returns the object, if it is there now */
  private async sendFrom(bytes: Buffer, isLast: boolean): Promise<unknown> {
    const end = this.sent + bytes.length;
    const range = bytes.length > 0 ? `${this.sent}-${end - 1}` : '*';
    return this.put(`bytes ${range}/${isLast ? end : '*'}`, bytes);
  }

  /** @returns the object, if it is there already */
  private async askHowFar(total: number | undefined): Promise<unknown> {
    return this.put(`bytes */${total ?? '*'}`);
  }

  private async put(contentRange: string, body?: Buffer): Promise<unknown> {
    const response = await fetch(this.sessionUrl!, {
      method: 'PUT',
      headers: { 'content-range': contentRange },
      body: body ?? null,
      redirect: 'manual',
      signal: this.signal,
    });
    const text = await response.text();
    if (response.status === 308) {
      const [, last] =
        /^bytes=0-(\d+)$/.exec(response.headers.get('range') ?? '') ?? [];
      this.sent = last === undefined ? 0 : Number(last) + 1;
      return undefined;
    }
    if (!response.ok) {
      throw new GcsAnswerError(response.status, text);
    }
    return requireInAnswer(parseObject(text), 'object');
  }

  private checkSum(object: unknown): void {
    const { md5Hash } = Object(object) as Record<string, unknown>;
    if (md5Hash !== this.md5.digest('base64')) {
      throw new Error('What it kept is not what was sent');
    }
  }

  private async retrying<T>(
    request: (isRetry: boolean) => Promise<T>,
  ): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await request(tries > 1);
      } catch (error) {
        if (tries >= MAX_TRIES || this.signal.aborted || !isRetryable(error)) {
          throw error;
        }
        await sleep(this.retryDelayMs * 2 ** (tries - 1), undefined, {
          signal: this.signal,
        });
      }
    }
  }
}

/** @returns undefined if it is no JSON */
function parseObject(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
