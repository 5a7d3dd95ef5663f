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

import type { Page } from '@playwright/test';
import {
  ACME,
  type BackstageProcess,
  expect,
  listedRuns,
  manyRunsTest as test,
  openPage,
  pagesOf,
  runId,
  runLinks,
  runRows,
  RUNS,
  type RunList,
  runsTable,
} from './support';

const ACME_RUNS = `/v1/entities/${ACME.ref}/runs`;

/** The runs of a list, as often as its pages have them. */
async function visited(
  backstage: BackstageProcess,
  options: Parameters<typeof pagesOf>[1],
): Promise<string[]> {
  const ids: string[] = [];
  for await (const { items } of pagesOf(backstage, options)) {
    ids.push(...items.map(runId));
  }
  return ids;
}

/** Waits for other rows than before. */
async function moveTo(page: Page, button: string): Promise<string[]> {
  const before = await listedRuns(page);
  await page.getByRole('button', { name: button, exact: true }).click();
  await expect.poll(() => listedRuns(page)).not.toEqual(before);
  await expect(runsTable(page)).toHaveAttribute('aria-busy', 'false');
  return listedRuns(page);
}

// Narrower lists have no heads of columns.
test.use({ viewport: { width: 1600, height: 1000 } });

test.describe('ten thousand runs', () => {
  test('are each on one page, forth and back, whatever the size of pages', async ({
    archive,
  }) => {
    test.setTimeout(900_000);
    for (const limit of ['25', '50', '100']) {
      const list = { path: ACME_RUNS, query: { limit } };
      const forth = await visited(archive, {
        ...list,
        direction: 'nextCursor',
      });
      expect(forth).toHaveLength(RUNS);
      expect(new Set(forth).size).toBe(RUNS);

      const { lastCursor } = await archive.get<RunList>(
        `${ACME_RUNS}?limit=${limit}`,
      );
      const back: string[] = [];
      for await (const { items } of pagesOf(archive, {
        ...list,
        direction: 'prevCursor',
        cursor: lastCursor,
      })) {
        back.unshift(...items.map(runId));
      }
      expect(back).toEqual(forth);
    }
  });

  for (const sort of ['name', '-duration', 'status']) {
    test(`are each on one page in the order of ${sort}`, async ({
      archive,
    }) => {
      test.setTimeout(300_000);
      const ids = await visited(archive, {
        path: ACME_RUNS,
        query: { limit: '100', sort },
        direction: 'nextCursor',
      });
      expect(ids).toHaveLength(RUNS);
      expect(new Set(ids).size).toBe(RUNS);
    });
  }

  test('are read page by page, and a link leads to the same page again', async ({
    archive,
    page,
  }) => {
    await openPage(page, archive, ACME.tab);
    await expect(runRows(page)).toHaveCount(25);
    await expect(page.getByText('25 of 10,000 runs')).toBeVisible();

    const pages = [await listedRuns(page)];
    for (let turn = 0; turn < 3; turn += 1) {
      pages.push(await moveTo(page, 'Older'));
    }
    expect(new Set(pages.flat()).size).toBe(4 * 25);

    await page.reload();
    await expect.poll(() => listedRuns(page)).toEqual(pages[3]);
    for (const known of [pages[2], pages[1], pages[0]]) {
      expect(await moveTo(page, 'Newer')).toEqual(known);
    }
    await expect(
      page.getByRole('button', { name: 'Newer', exact: true }),
    ).toBeDisabled();
  });

  test('are shown by hundreds if wanted, from then on', async ({
    archive,
    page,
  }) => {
    await openPage(page, archive, ACME.tab);
    await page.getByLabel('Runs per page').selectOption('100');
    await expect(runRows(page)).toHaveCount(100);
    await openPage(page, archive, ACME.tab);
    await expect(runRows(page)).toHaveCount(100);
  });

  test('are narrowed and sorted by the backend', async ({ archive, page }) => {
    await openPage(page, archive, '/tekton-runs?size=100&status=failed');
    await expect(runRows(page)).toHaveCount(100);
    await expect(runRows(page).filter({ hasText: 'Failed' })).toHaveCount(100);

    await page.getByRole('button', { name: 'Duration', exact: true }).click();
    await expect(page).toHaveURL(/[?&]sort=-duration/);
    await expect(page.locator('[aria-sort="descending"]')).toContainText(
      'Duration',
    );
    await expect(runsTable(page)).toHaveAttribute('aria-busy', 'false');
    const longest: RunList = await archive.get(
      '/v1/runs?limit=100&status=failed&sort=-duration',
    );
    expect(await listedRuns(page)).toEqual(longest.items.map(runId));

    await page.getByRole('searchbox').first().fill('nothing-has-this-name');
    await expect(page.getByText('No run matches')).toBeVisible();
    await expect(runLinks(page)).toHaveCount(0);
  });

  test('are found by titles of any script, which turn nothing else around', async ({
    archive,
    page,
  }) => {
    await openPage(page, archive, ACME.tab);
    for (const title of [
      'カートの合計を修正',
      'إصلاح المجموع في سلة التسوق',
      '<b>Bold</b> & "quoted" <script>alert(1)</script>',
    ]) {
      await page.getByRole('searchbox').first().fill(title);
      await expect(runRows(page).first()).toContainText(title);
      await expect(runRows(page).filter({ hasText: title })).toHaveCount(
        await runRows(page).count(),
      );
    }
    await expect(runsTable(page).locator('b, script')).toHaveCount(0);
  });
});
