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

import type { ReadLog } from '../readers';

const NEWLINE = 0x0a;

/**
 * Makes one log of those that are of one container of one attempt, such as where
 * Kubernetes replaced the pod: one after another, each on lines of its own.
 */
export function uniteLogs(logs: readonly ReadLog[]): ReadLog[] {
  const groups = new Map<string, ReadLog[]>();
  for (const log of logs) {
    // Where attempts cannot be told apart, a log is that of the first.
    const { attempt = 1, container = '' } = log;
    const place = `${attempt}/${container}`;
    groups.set(place, [...(groups.get(place) ?? []), log]);
  }
  return [...groups.values()].map(group =>
    group.length === 1
      ? group[0]
      : { ...group[0], bytes: options => joinedBytes(group, options) },
  );
}

async function* joinedBytes(
  logs: readonly ReadLog[],
  options: { signal: AbortSignal },
): AsyncGenerator<Uint8Array, void, undefined> {
  let last: number | undefined = NEWLINE;
  for (const log of logs) {
    if (last !== NEWLINE) {
      yield Buffer.from('\n');
    }
    for await (const bytes of log.bytes(options)) {
      yield bytes;
      last = bytes.at(-1) ?? last;
    }
  }
}
