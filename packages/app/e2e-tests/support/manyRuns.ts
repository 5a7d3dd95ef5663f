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

import { cpSync } from 'node:fs';
import { test as base } from './pages';
import {
  BackstageProcess,
  createDataDirectory,
  replayHistory,
} from './processes';

/** How many top-level runs the history has. */
export const RUNS = 10_000;

/** The component that has all of them, and its tab. */
export const ACME = {
  ref: 'component/default/acme',
  tab: '/catalog/default/component/acme/runs',
};

/** Entities that choose runs of the history. */
export const HISTORY_ENTITIES = [
  'packages/app/e2e-tests/support/entities.yaml',
];

interface ManyRuns {
  /** A directory with the history: to be copied, as a backend writes to its own. */
  readonly history: string;
  /** A backend that serves the history, with no cluster; only to be read. */
  readonly archive: BackstageProcess;
}

const FILL_TIMEOUT_MS = 900_000;

/** A {@link base} with many runs, which are made up once for all files of tests. */
export const test = base.extend<object, ManyRuns>({
  history: [
    async ({}, use) => {
      if (process.env.HISTORY_DIRECTORY) {
        // Made by the command `history` before, for who tries one test again and again.
        await use(process.env.HISTORY_DIRECTORY);
        return;
      }
      const data = createDataDirectory();
      await replayHistory({ dataDirectory: data.path, runs: RUNS, days: 90 });
      await use(data.path);
      data.remove();
    },
    { scope: 'worker', timeout: FILL_TIMEOUT_MS },
  ],
  archive: [
    async ({ history }, use) => {
      const data = copyOf(history);
      const backstage = await BackstageProcess.start({
        dataDirectory: data.path,
        clusters: [],
        entities: HISTORY_ENTITIES,
      });
      // The catalog reads its files after the start.
      await base.expect
        .poll(async () => {
          const { status } = await backstage.request(
            `/v1/entities/${ACME.ref}/runs?limit=1`,
          );
          return status;
        })
        .toBe(200);
      await use(backstage);
      await backstage.stop();
      data.remove();
    },
    { scope: 'worker', timeout: FILL_TIMEOUT_MS },
  ],
});

/** A data directory with the same history. */
export function copyOf(
  history: string,
): ReturnType<typeof createDataDirectory> {
  const data = createDataDirectory();
  cpSync(history, data.path, { recursive: true });
  return data;
}
