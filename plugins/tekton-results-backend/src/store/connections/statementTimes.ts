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

import { AsyncLocalStorage } from 'async_hooks';

interface StatementTimes {
  longestMs: number;
}

const current = new AsyncLocalStorage<StatementTimes>();

/**
 * Does some work, and tells for how long (ms) the longest of its statements to SQLite held
 * the backend up; 0 if there was none. While a statement waits for its turn, others work:
 * that does not count, as no statement becomes shorter by asking for less then.
 */
export async function timeStatements<T>(
  work: () => Promise<T>,
): Promise<{ result: T; longestMs: number }> {
  const times: StatementTimes = { longestMs: 0 };
  const result = await current.run(times, work);
  // This may be a part of other work of which the like is asked.
  noteStatement(times.longestMs);
  return { result, longestMs: times.longestMs };
}

/** Notes how long (ms) a statement of {@link timeStatements} took, if it is one. */
export function noteStatement(ms: number): void {
  const times = current.getStore();
  if (times) {
    times.longestMs = Math.max(times.longestMs, ms);
  }
}
