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

import type { LogReader, ReadLog, ReadRun } from '../LogReader';

export const never = new AbortController().signal;

/** A TaskRun of two attempts, each with a pod of its own. */
export const RETRIED_RUN: ReadRun = {
  namespace: 'shop',
  name: 'build-1',
  uid: 'aaaa-1',
  result: 'result-1',
  record: 'aaaa-1',
  startedAt: Date.parse('2026-03-01T10:00:00Z'),
  completedAt: Date.parse('2026-03-01T10:05:00Z'),
  attempts: ['build-1-pod', 'build-1-pod-retry1'].map(podName => ({
    podName,
    steps: [
      { name: 'fetch', container: 'step-fetch' },
      { name: 'build', container: 'step-build' },
    ],
  })),
};

/** The same with its last attempt only. */
export const SINGLE_RUN: ReadRun = {
  ...RETRIED_RUN,
  attempts: RETRIED_RUN.attempts.slice(1),
};

async function textOf(log: ReadLog): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of log.bytes({ signal: never })) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** All logs of a run with their text. */
export async function readAll(reader: LogReader, run: ReadRun) {
  const logs = await reader.read(run, { signal: never });
  return Promise.all(
    logs.map(async ({ bytes: _, ...name }, index) => ({
      ...name,
      text: await textOf(logs[index]),
    })),
  );
}
