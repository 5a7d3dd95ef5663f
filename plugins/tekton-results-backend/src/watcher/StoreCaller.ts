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

import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { StoreError } from '../store';
import type { ResourceMonitor } from './CaptureMonitor';
import type { Clock } from './clock';

const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 10_000;

/** What became of a call that may be given up. */
export type CallOutcome<T> =
  | { readonly value: T; readonly error?: undefined }
  | { readonly value?: undefined; readonly error: StoreError };

/** Calls the store again and again, with growing pauses, and tells how it stands. */
export class StoreCaller {
  private readonly monitor: ResourceMonitor;
  private readonly logger: LoggerService;
  private readonly clock: Clock;
  private readonly onFailure: () => void;
  private failing = false;

  constructor(options: {
    monitor: ResourceMonitor;
    logger: LoggerService;
    clock: Clock;
    /** A call has failed, and is made again after a pause. */
    onFailure: () => void;
  }) {
    this.monitor = options.monitor;
    this.logger = options.logger;
    this.clock = options.clock;
    this.onFailure = options.onFailure;
  }

  /** Whether the last call failed for another reason than what was to be stored. */
  get isFailing(): boolean {
    return this.failing;
  }

  /** Repeats a call until it succeeds; rejects only when the signal is aborted. */
  async persist<T>(signal: AbortSignal, call: () => Promise<T>): Promise<T> {
    for (;;) {
      const { value, error } = await this.attempt(signal, call, () => false);
      if (!error) {
        return value;
      }
    }
  }

  /**
   * Repeats a call until it succeeds or is given up; rejects only when the signal
   * is aborted.
   */
  async attempt<T>(
    signal: AbortSignal,
    call: () => Promise<T>,
    isGivenUp: (error: StoreError, failures: number) => boolean,
  ): Promise<CallOutcome<T>> {
    for (let failures = 1; ; failures += 1) {
      try {
        const value = await call();
        this.succeeded();
        return { value };
      } catch (cause) {
        const error =
          cause instanceof StoreError ? cause : new StoreError(cause);
        const givenUp = isGivenUp(error, failures);
        // That it is refused is an answer: there is nothing to wait for.
        if (!givenUp || !error.refused) {
          await this.failed(cause, { failures, signal });
        }
        if (givenUp) {
          return { error };
        }
      }
    }
  }

  /** The database answers. */
  succeeded(): void {
    if (this.failing) {
      this.failing = false;
      this.monitor.storing();
    }
  }

  /** Tells of a failure, and waits before the next try. */
  async failed(
    error: unknown,
    { failures, signal }: { failures: number; signal: AbortSignal },
  ): Promise<void> {
    this.failing = true;
    this.monitor.notStoring(error);
    this.logger.error('Storing runs failed; trying again', {
      error: toError(error).message,
    });
    this.onFailure();
    await this.clock.sleep(
      Math.min(FIRST_DELAY_MS * 2 ** (failures - 1), MAX_DELAY_MS),
      signal,
    );
  }
}
