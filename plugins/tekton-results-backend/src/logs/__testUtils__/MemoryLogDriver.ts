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

import { NotFoundError } from '@backstage/errors';
import type { LogDriver } from 'backstage-plugin-tekton-results-node';

/** Keeps logs in memory, and fails when it is told to. */
export class MemoryLogDriver implements LogDriver {
  readonly objects = new Map<string, { bytes: Buffer; modifiedAt: number }>();
  /** What each call fails with, if anything. */
  failure: Error | undefined;

  async put(
    key: string,
    body: AsyncIterable<Uint8Array>,
    options: { signal: AbortSignal },
  ): Promise<{ size: number }> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of body) {
      options.signal.throwIfAborted();
      this.fail();
      chunks.push(chunk);
    }
    this.fail();
    const bytes = Buffer.concat(chunks);
    this.objects.set(key, { bytes, modifiedAt: Date.now() });
    return { size: bytes.length };
  }

  async *get(
    key: string,
    options: { start?: number; end?: number; signal: AbortSignal },
  ): AsyncGenerator<Uint8Array> {
    options.signal.throwIfAborted();
    this.fail();
    const object = this.objects.get(key);
    if (!object) {
      throw new NotFoundError(`No ${key}`);
    }
    // In small pieces, as from a network.
    const bytes = object.bytes.subarray(options.start, options.end);
    for (let at = 0; at < bytes.length; at += 1_000) {
      yield bytes.subarray(at, at + 1_000);
    }
  }

  async delete(keys: readonly string[]): Promise<void> {
    this.fail();
    for (const key of keys) {
      this.objects.delete(key);
    }
  }

  async list(options: { prefix?: string; after?: string; limit: number }) {
    this.fail();
    const { prefix = '', after = '', limit } = options;
    const keys = [...this.objects.keys()]
      .filter(key => key > after && key.startsWith(prefix))
      .sort()
      .slice(0, limit);
    return {
      objects: keys.map(key => {
        const { bytes, modifiedAt } = this.objects.get(key)!;
        return { key, size: bytes.length, modifiedAt };
      }),
      next: keys.length === limit ? keys.at(-1) : undefined,
    };
  }

  async check(): Promise<void> {
    this.fail();
  }

  private fail(): void {
    if (this.failure) {
      throw this.failure;
    }
  }
}
