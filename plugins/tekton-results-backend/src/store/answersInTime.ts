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

import { CallConnections } from './connections';
import { StoreError } from './StoreError';

/**
 * For so long an answer of the database is waited for. A transaction of 50 runs
 * takes some 20 ms; but a host that died leaves a call unanswered for many minutes.
 */
export const ANSWER_MS = 30_000;

/**
 * A write that is repeated when it is not answered must not be carried out after
 * what was written later. A transaction that got as far as its commit holds the
 * locks of its rows; one that did not is given up a while before its caller does.
 */
export const COMMIT_MS = 25_000;

/** Ends after some milliseconds, or at some time after the signal is aborted. */
type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

/**
 * Makes a call to the database and waits for its answer, though not for ever: then
 * the connections that the call has in use are ended.
 *
 * @param options - `ms`: for how long; {@link ANSWER_MS} if absent
 * @throws StoreError if there was no answer until then
 */
export async function answerInTime<T>(
  call: () => Promise<T>,
  options: { ms?: number; sleep?: Sleep } = {},
): Promise<T> {
  const { ms = ANSWER_MS, sleep = sleepFor } = options;
  const waiting = new AbortController();
  const connections = new CallConnections();
  const answer = connections.run(call);
  // It may fail when nobody waits for it any more.
  answer.catch(() => {});
  try {
    return await Promise.race([
      answer,
      sleep(ms, waiting.signal).then(() => {
        connections.giveUp();
        throw StoreError.unanswered(ms);
      }),
    ]);
  } finally {
    waiting.abort();
  }
}

async function sleepFor(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>(resolve => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => clearTimeout(timer));
  });
}

/**
 * A side of the store each of whose calls ends in time, see {@link answerInTime}.
 *
 * @param options - `except` calls that see to that by themselves, or do not ask
 * the database
 */
export function answersInTime<Store extends object>(
  store: Store,
  options: { except?: ReadonlyArray<keyof Store> } = {},
): Store {
  const exceptions = new Set<PropertyKey>(options.except);
  return new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') {
        return value;
      }
      const call = (...args: unknown[]): unknown =>
        Reflect.apply(value, target, args);
      return exceptions.has(name)
        ? call
        : (...args: unknown[]) => answerInTime(async () => call(...args));
    },
  });
}
