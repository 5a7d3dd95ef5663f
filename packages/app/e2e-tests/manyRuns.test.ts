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

import { expect, test } from '@playwright/test';
import {
  BackstageProcess,
  createDataDirectory,
  openPage,
  replayHistory,
} from './support';

test.describe('a year of history', () => {
  const data = createDataDirectory();
  let backstage: BackstageProcess;

  test.beforeAll(async () => {
    test.setTimeout(300_000);
    await replayHistory({ dataDirectory: data.path, runs: 10_000 });
    backstage = await BackstageProcess.start({
      dataDirectory: data.path,
      clusters: [],
    });
  });

  test.afterAll(async () => {
    await backstage?.stop();
    data.remove();
  });

  test('is read page by page, and a link leads to the same page again', async ({
    page,
  }) => {
    await openPage(page, backstage, '/catalog/default/component/checkout/runs');
    const table = page.getByRole('table', { name: 'Runs' });
    const firstRun = () => table.getByRole('link').first().textContent();
    await expect(table.getByRole('link').first()).toBeVisible();
    const newest = await firstRun();

    await page.getByRole('button', { name: 'Next page' }).click();
    await expect.poll(firstRun).not.toBe(newest);
    const second = await firstRun();
    await page.reload();
    await expect.poll(firstRun).toBe(second);

    await page.getByRole('button', { name: 'Previous page' }).click();
    await expect.poll(firstRun).toBe(newest);
  });
});
