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
import type { RunQuery } from '../../../src/store';
import type { BenchDatabase } from '../database';

const PAGE = 25;
const EVERY_MS = 50;
const WARM_UP = 20;

const QUERIES: readonly RunQuery[] = [
  {},
  { namespaces: ['docs'] },
  {
    labels: [
      {
        key: 'backstage.io/kubernetes-id',
        operator: 'in',
        values: ['checkout'],
      },
    ],
  },
  { fields: { branch: ['main'] } },
];

/**
 * Asks for lists, as screens do, until it is told to stop. The next one is asked for in
 * time whether the one before has come or not, and each counts from when it was due: who
 * waits for a backend that is busy waits, too.
 *
 * @returns how long each took, in ms
 */
export async function askForLists(
  { stores }: Pick<BenchDatabase, 'stores'>,
  signal: AbortSignal,
): Promise<number[]> {
  const start = performance.now();
  const times: number[] = [];
  const asked: Array<Promise<void>> = [];
  for (let index = 0; !signal.aborted; index += 1) {
    const due = start + index * EVERY_MS;
    await sleep(Math.max(0, due - performance.now()));
    const query = QUERIES[index % QUERIES.length];
    asked.push(
      stores.runs.list({ query, limit: PAGE }).then(() => {
        times.push(performance.now() - due);
      }),
    );
  }
  await Promise.all(asked);
  // The first ones are slow whatever else goes on.
  return times.slice(WARM_UP);
}
