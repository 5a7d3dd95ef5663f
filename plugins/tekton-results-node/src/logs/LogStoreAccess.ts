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

import { partsOf, type LogBodyPart } from './partsOf';
import { WaitLimit } from './WaitLimit';

/** Requests at a time where there are many. */
const CONCURRENCY = 8;

/**
 * How a driver uses a store that is reached over a network: it is waited for as
 * long as a limit, the caller may abort at any time, and what the store fails
 * with is told in words for people. Errors of the caller, and of a body that is
 * to be kept, are passed on as they are.
 *
 * @public
 */
export class LogStoreAccess {
  private readonly limitMs: number;
  private readonly describe: (error: unknown) => Error;

  /**
   * @param options - `limitMs`: for how long the store may do nothing; `describe`:
   * the error to throw for one of the client of the store
   */
  constructor(options: {
    limitMs: number;
    describe: (error: unknown) => Error;
  }) {
    this.limitMs = options.limitMs;
    this.describe = options.describe;
  }

  /** One request. */
  async call<T>(
    caller: AbortSignal,
    request: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    return this.within(caller, wait => wait.wait(request(wait.signal)));
  }

  /** One request for each of some things, a few of them at a time. */
  async callForEach<T>(
    caller: AbortSignal,
    things: readonly T[],
    request: (thing: T, signal: AbortSignal) => Promise<unknown>,
  ): Promise<void> {
    const rest = things.values();
    const work = async () => {
      for (const thing of rest) {
        await this.call(caller, signal => request(thing, signal));
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, work));
  }

  /**
   * Sends a body that may come slowly, in parts of one size but for the last.
   *
   * @param send - gets the parts, and what to wait for its requests with
   */
  async send<T>(
    caller: AbortSignal,
    source: { body: AsyncIterable<Uint8Array>; partBytes: number },
    send: (
      parts: AsyncIterable<LogBodyPart>,
      tools: {
        signal: AbortSignal;
        wait: <R>(request: Promise<R>) => Promise<R>;
      },
    ) => Promise<T>,
  ): Promise<T> {
    return this.within(caller, wait =>
      send(partsOf(wait.takenBy(source.body), source.partBytes), {
        signal: wait.signal,
        wait: request => wait.wait(request),
      }),
    );
  }

  /** Reads a body. */
  async *read(
    caller: AbortSignal,
    open: (signal: AbortSignal) => Promise<AsyncIterable<Uint8Array>>,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    const wait = new WaitLimit({ signal: caller, limitMs: this.limitMs });
    try {
      wait.signal.throwIfAborted();
      yield* wait.givenBy(await wait.wait(open(wait.signal)));
    } catch (error) {
      throw this.errorFor(wait, error);
    } finally {
      wait.dispose();
    }
  }

  private async within<T>(
    caller: AbortSignal,
    use: (wait: WaitLimit) => Promise<T>,
  ): Promise<T> {
    const wait = new WaitLimit({ signal: caller, limitMs: this.limitMs });
    try {
      wait.signal.throwIfAborted();
      return await use(wait);
    } catch (error) {
      throw this.errorFor(wait, error);
    } finally {
      wait.dispose();
    }
  }

  private errorFor(wait: WaitLimit, error: unknown): unknown {
    const blame = wait.blame(error);
    return blame.store ? this.describe(blame.error) : blame.error;
  }
}
