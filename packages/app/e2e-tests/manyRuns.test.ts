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
  BackstageProcess,
  createDataDirectory,
  expect,
  openPage,
  replayHistory,
  test,
} from './support';

function tell(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Printed and never compared: how busy the machine is, nobody knows. */
async function measured(action: () => Promise<void>): Promise<number> {
  const start = Date.now();
  await action();
  return Date.now() - start;
}

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

    await page.getByRole('button', { name: 'Older' }).click();
    await expect.poll(firstRun).not.toBe(newest);
    const second = await firstRun();
    await page.reload();
    await expect.poll(firstRun).toBe(second);

    await page.getByRole('button', { name: 'Newer' }).click();
    await expect.poll(firstRun).toBe(newest);
  });

  test('is narrowed and sorted by the backend', async ({ page }) => {
    const rows = page
      .getByRole('table', { name: 'Runs' })
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader') });
    const opened = await measured(async () => {
      await openPage(page, backstage, '/tekton-runs?size=100');
      await expect(rows).toHaveCount(100);
    });
    tell(`Opened with 100 runs in ${opened} ms`);

    const failed = await measured(async () => {
      await page.goto(`${page.url()}&status=failed`);
      await expect(rows.first()).toContainText('Failed');
    });
    tell(`Opened with a filter in ${failed} ms`);
    await expect(rows.filter({ hasText: 'Succeeded' })).toHaveCount(0);

    const sorted = await measured(async () => {
      await page.getByRole('button', { name: 'Duration' }).click();
      await expect(page).toHaveURL(/[?&]sort=-?duration/);
      await expect(
        page.locator('[aria-sort="ascending"], [aria-sort="descending"]'),
      ).toContainText('Duration');
    });
    tell(`Sorted by duration in ${sorted} ms`);

    const searched = await measured(async () => {
      await page.getByRole('searchbox').first().fill('nothing-has-this-name');
      await expect(page.getByText('No run matches')).toBeVisible();
    });
    tell(`Searched in ${searched} ms`);
  });
});
