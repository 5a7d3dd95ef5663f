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

/** Takes from a source, and gives a sign of life whenever it is silent for a time. */
export async function* withHeartbeat<T, B>(
  source: AsyncIterable<T>,
  options: { everyMs: number; beat: B },
): AsyncIterable<T | B> {
  const items = source[Symbol.asyncIterator]();
  let next = items.next();
  try {
    for (;;) {
      const item = await within(next, options.everyMs);
      if (item === undefined) {
        yield options.beat;
      } else if (item.done) {
        return;
      } else {
        yield item.value;
        next = items.next();
      }
    }
  } finally {
    // What is awaited still is nobody's any more, and may take its time.
    Promise.all([next, items.return?.()]).catch(() => {});
  }
}

/** Undefined if it takes longer; it goes on nevertheless. */
async function within<T>(
  promise: Promise<T>,
  ms: number,
): Promise<T | undefined> {
  const done = new AbortController();
  const timeout = sleep(ms, undefined, { signal: done.signal });
  timeout.catch(() => {});
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    done.abort();
  }
}
