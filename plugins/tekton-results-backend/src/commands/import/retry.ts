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

import { setTimeout as sleep } from 'timers/promises';
import { ServerError } from './ServerError';

const MAX_ATTEMPTS = 8;
const FIRST_DELAY_MS = 1_000;
const MAX_DELAY_MS = 30_000;
/** A server that wants more is away. */
const MAX_RETRY_AFTER_MS = 300_000;

/**
 * How long to wait before a request is repeated: twice as long each time, and
 * between half of that and all of it, so that clients do not come back at once.
 *
 * @param options - `attempts`: how many were in vain; `maxAttempts`: how many are
 * made (8); `random`: from 0 to 1
 * @returns undefined if there is no point in it
 */
export function retryDelay(
  error: unknown,
  options: { attempts: number; maxAttempts?: number; random: number },
): number | undefined {
  const { attempts, maxAttempts = MAX_ATTEMPTS, random } = options;
  const passes =
    error instanceof ServerError &&
    (error.kind === 'busy' || error.kind === 'unreachable');
  if (!passes || attempts >= maxAttempts) {
    return undefined;
  }
  if (error.retryAfterMs !== undefined) {
    return Math.min(error.retryAfterMs, MAX_RETRY_AFTER_MS);
  }
  const delay = Math.min(FIRST_DELAY_MS * 2 ** (attempts - 1), MAX_DELAY_MS);
  return delay * (0.5 + random / 2);
}

/** How a call is repeated. */
export interface RetryOptions {
  /** How often it is called at most (8). */
  readonly maxAttempts?: number;
  readonly signal: AbortSignal;
  /** Told before each wait. */
  onRetry(error: Error, delayMs: number): void;
  wait(delayMs: number, signal: AbortSignal): Promise<void>;
}

/** Calls until it succeeds, or there is no point in going on. */
export async function retrying<T>(
  call: () => Promise<T>,
  { maxAttempts, signal, onRetry, wait }: RetryOptions,
): Promise<T> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await call();
    } catch (error) {
      const random = Math.random();
      const delay = retryDelay(error, { attempts, maxAttempts, random });
      if (delay === undefined || signal.aborted) {
        throw error;
      }
      onRetry(error as Error, delay);
      await wait(delay, signal);
    }
  }
}

/** Lets time pass, until the signal is aborted. */
export async function waitFor(
  delayMs: number,
  signal: AbortSignal,
): Promise<void> {
  await sleep(delayMs, undefined, { signal });
}
