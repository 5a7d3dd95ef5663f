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

import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { binary, runNode } from './commands.mjs';
import { root } from './root.mjs';

const REPORTS = join(root, 'node_modules/.cache/reports');
/** They take twenty minutes on two idle cores. */
const BROWSER_TESTS_TIMEOUT_MS = 40 * 60_000;

/**
 * Runs browser tests, all of them unless arguments name some.
 *
 * @param {{ chromiumPath: string, args: string[] }} options
 * @returns what running them said, and Playwright's report, if there is one
 */
export async function runPlaywright({ chromiumPath, args }) {
  const report = await newReport('e2e.json');
  const result = await runNode(
    [binary('@playwright/test', 'playwright'), 'test', ...args],
    {
      show: true,
      env: { CHROMIUM_PATH: chromiumPath },
      timeoutMs: BROWSER_TESTS_TIMEOUT_MS,
    },
  );
  return { result, content: await report.read() };
}

/**
 * A report that is not there yet, so that an old one is not taken for it.
 *
 * @param {string} name
 */
export async function newReport(name) {
  const file = join(REPORTS, name);
  await mkdir(REPORTS, { recursive: true });
  await rm(file, { force: true });
  return {
    file,
    read: async () =>
      readFile(file, 'utf8').then(
        text => JSON.parse(text),
        () => undefined,
      ),
  };
}
