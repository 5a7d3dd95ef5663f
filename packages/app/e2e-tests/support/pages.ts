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

import {
  expect,
  test as base,
  type ConsoleMessage,
  type Page,
} from '@playwright/test';
import type { BackstageProcess } from './processes';

/** What a browser says of each request that fails, expected or not. */
const FAILED_REQUEST = /^Failed to load resource:/;

/**
 * What it says while signals are away. Their backend refuses the first connection after
 * its start; a client that is refused tries again.
 */
const SIGNALS_AWAY = /^WebSocket connection to '[^']*\/api\/signals' failed/;

/** A test whose pages ask no other host, and write no error to the console. */
export const test = base.extend({
  page: async ({ page }, runTest) => {
    const problems: string[] = [];
    page.on('request', request => {
      const { protocol, hostname } = new URL(request.url());
      if (protocol.startsWith('http') && hostname !== 'localhost') {
        problems.push(`asked ${hostname}`);
      }
    });
    page.on('pageerror', error => problems.push(String(error)));
    page.on('console', message => {
      if (isProblem(message)) {
        problems.push(message.text());
      }
    });
    await runTest(page);
    expect(problems).toEqual([]);
  },
});

export { expect };

function isProblem(message: ConsoleMessage): boolean {
  return (
    message.type() === 'error' &&
    ![FAILED_REQUEST, SIGNALS_AWAY].some(known => known.test(message.text()))
  );
}

/** Opens a page of the app as the guest. */
export async function openPage(
  page: Page,
  backstage: BackstageProcess,
  path: string,
): Promise<void> {
  await page.goto(`${backstage.url}${path}`);
}
