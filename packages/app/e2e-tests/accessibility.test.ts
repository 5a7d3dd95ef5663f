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
  BackstageProcess,
  ClusterProcess,
  createDataDirectory,
  expect,
  expectAccessible,
  expectNoSidewaysScroll,
  openPage,
  test,
} from './support';

interface RunList {
  items: Array<{ name: string; uid: string; status: string }>;
}

const CHECKOUT = '/catalog/default/component/checkout';
const FAILED_BUILD = 'checkout-build-1d20c77';
/** What the plugin shows, without the parts of Backstage around it. */
const PLUGIN = '[data-plugin="tekton-results"]';

test.describe('what people see, in whatever way', () => {
  const data = createDataDirectory();
  let cluster: ClusterProcess;
  let backstage: BackstageProcess;
  let failedRun: string;

  test.beforeAll(async () => {
    test.setTimeout(240_000);
    cluster = await ClusterProcess.start('--no-loop', '--speed', '100');
    backstage = await BackstageProcess.start({
      dataDirectory: data.path,
      clusters: [
        { name: 'example', title: 'Example cluster', url: cluster.url },
      ],
    });
    const failedBuild = async () => {
      const { items } = await backstage.get<RunList>(
        '/v1/runs?limit=100&status=failed',
      );
      return items.find(({ name }) => name === FAILED_BUILD)?.uid;
    };
    await expect.poll(failedBuild, { timeout: 120_000 }).toBeTruthy();
    failedRun = `${CHECKOUT}/runs/example/${await failedBuild()}`;
  });

  test.afterAll(async () => {
    await backstage?.stop();
    await cluster?.stop();
    data.remove();
  });

  interface Screen {
    readonly path: () => string;
    /** Is there once the screen is. */
    readonly ready: (page: Page) => Promise<void>;
  }

  const shows = (role: 'table' | 'treegrid' | 'log', name: RegExp | string) =>
    async function ready(page: Page) {
      await expect(page.getByRole(role, { name }).first()).toBeVisible();
    };
  const tab = (name: string) => () => `${failedRun}?tab=${name}`;
  const panel = async (page: Page) => {
    await expect(page.getByRole('tabpanel')).toBeVisible();
    await expect(page.getByRole('tabpanel')).not.toContainText('Loading');
  };

  const SCREENS: readonly Screen[] = [
    {
      path: () => `${CHECKOUT}/runs`,
      ready: shows('table', 'Runs'),
    },
    {
      path: () => `${CHECKOUT}/runs?q=nothing-has-this-name`,
      ready: async page => {
        await expect(page.getByText('No run matches')).toBeVisible();
      },
    },
    {
      path: () => '/tekton-runs',
      ready: shows('table', 'Runs'),
    },
    {
      path: () => '/tekton-runs/find?name=no-such-run',
      ready: async page => {
        await expect(page.getByLabel('Namespace')).toBeVisible();
      },
    },
    {
      path: () => CHECKOUT,
      ready: async page => {
        await expect(page.locator(PLUGIN).first()).toBeVisible();
      },
    },
    {
      path: () => failedRun,
      ready: shows('treegrid', 'Waterfall of the tasks'),
    },
    {
      path: () => `${failedRun}?view=table`,
      ready: panel,
    },
    {
      path: tab('logs'),
      ready: shows('log', /^Log of /),
    },
    { path: tab('inputs'), ready: panel },
    { path: tab('yaml'), ready: panel },
    { path: tab('events'), ready: panel },
    { path: tab('related'), ready: panel },
  ];

  async function visitScreens(page: Page, check: () => Promise<void>) {
    for (const { path, ready } of SCREENS) {
      await openPage(page, backstage, path());
      await ready(page);
      await check();
    }
  }

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`breaks no rule of accessibility in ${colorScheme} mode`, async ({
      page,
    }) => {
      test.setTimeout(300_000);
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await visitScreens(page, () => expectAccessible(page, PLUGIN));
    });
  }

  test('fits a window of 320 pixels', async ({ page }) => {
    test.setTimeout(240_000);
    await page.setViewportSize({ width: 320, height: 640 });
    await visitScreens(page, () => expectNoSidewaysScroll(page));
  });

  test('is reached with the keyboard alone: from the list to the failed step, and back to the same row', async ({
    page,
  }) => {
    await openPage(page, backstage, `${CHECKOUT}/runs?status=failed`);
    const link = page
      .getByRole('table', { name: 'Runs' })
      .getByRole('link', { name: new RegExp(FAILED_BUILD) });
    await link.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('tab', { name: 'Overview' })).toBeVisible();
    await expect(
      page.locator(PLUGIN).getByRole('heading', { level: 2 }).first(),
    ).toBeFocused();

    await page.keyboard.press('g');
    await page.keyboard.press('l');
    await expect(page).toHaveURL(/[?&]tab=logs/);
    await expect(
      page.getByRole('log', { name: /^Log of unit-test/ }),
    ).toBeVisible();

    await page.goBack();
    await page.goBack();
    await expect(link).toBeFocused();
  });
});
