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

const CLOSING_LIMIT_MS = 1_000;

/**
 * Bounds the time for which a store of logs is waited for, but not that for which
 * it waits for others: where a body comes slowly, that is no fault of the store.
 */
export class WaitLimit {
  private readonly limitMs: number;
  private readonly controller = new AbortController();
  private readonly onAbort: () => void;
  private readonly caller: AbortSignal;
  private timer: NodeJS.Timeout | undefined;
  private bodyFailure: { readonly error: unknown } | undefined;

  /** @param options - `signal`: of the caller; `limitMs`: of one waiting */
  constructor(options: { signal: AbortSignal; limitMs: number }) {
    this.limitMs = options.limitMs;
    this.caller = options.signal;
    this.onAbort = () => this.controller.abort(this.caller.reason);
    if (this.caller.aborted) {
      this.onAbort();
    } else {
      this.caller.addEventListener('abort', this.onAbort, { once: true });
    }
  }

  /** Aborts with the caller, or when a waiting takes too long. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** The store is waited for from now on. */
  begin(): void {
    this.end();
    this.timer = setTimeout(() => {
      this.controller.abort(
        new Error(`it did not answer for ${this.limitMs / 1000} s`),
      );
    }, this.limitMs);
  }

  /** It is not waited for any more. */
  end(): void {
    clearTimeout(this.timer);
  }

  /** Waits for the store, whose client may not know of signals. */
  async wait<T>(promise: Promise<T>): Promise<T> {
    this.begin();
    try {
      return await this.orAborted(promise);
    } finally {
      this.end();
    }
  }

  /**
   * Who failed when there was this error: the store, or others, whose error is to
   * be passed on as it is.
   */
  blame(error: unknown): { store: boolean; error: unknown } {
    if (this.caller.aborted) {
      return { store: false, error: this.caller.reason };
    }
    if (this.bodyFailure) {
      return { store: false, error: this.bodyFailure.error };
    }
    return {
      store: true,
      error: this.signal.aborted ? this.signal.reason : error,
    };
  }

  /** A body as the store takes it: between two pieces the store is waited for. */
  async *takenBy(
    body: AsyncIterable<Uint8Array>,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    this.end();
    const chunks = body[Symbol.asyncIterator]();
    let ended = false;
    try {
      for (;;) {
        const next = await this.orAborted(this.fromBody(chunks.next()));
        ended = next.done ?? false;
        this.begin();
        if (next.done) {
          return;
        }
        yield next.value;
        this.end();
      }
    } finally {
      if (!ended) {
        await this.closing(chunks);
      }
    }
  }

  /** A body as the store gives it: before each piece the store is waited for. */
  async *givenBy(
    body: AsyncIterable<Uint8Array>,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    const chunks = body[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await this.wait(chunks.next());
        if (next.done) {
          return;
        }
        yield next.value;
      }
    } finally {
      await this.closing(chunks);
    }
  }

  /** To be called at the end, whatever it is. */
  dispose(): void {
    this.end();
    this.caller.removeEventListener('abort', this.onAbort);
  }

  private async orAborted<T>(promise: Promise<T>): Promise<T> {
    let onAbort: () => void = () => {};
    const aborted = new Promise<never>((_, reject) => {
      onAbort = () => reject(this.signal.reason);
      this.signal.addEventListener('abort', onAbort, { once: true });
    });
    if (this.signal.aborted) {
      onAbort();
    }
    try {
      return await Promise.race([promise, aborted]);
    } finally {
      this.signal.removeEventListener('abort', onAbort);
    }
  }

  /** Where a body hangs, it is not waited for: nobody needs it any more. */
  private async closing(chunks: AsyncIterator<Uint8Array>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([
      Promise.resolve(chunks.return?.()).catch(() => undefined),
      new Promise(resolve => {
        timer = setTimeout(resolve, CLOSING_LIMIT_MS);
      }),
    ]);
    clearTimeout(timer);
  }

  private async fromBody<T>(next: Promise<T>): Promise<T> {
    try {
      return await next;
    } catch (error) {
      this.bodyFailure = { error };
      throw error;
    }
  }
}
