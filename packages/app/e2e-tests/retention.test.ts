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
  createDataDirectory,
  expect,
  expectAccessible,
  expectNoSidewaysScroll,
  openPage,
  storeLogs,
  test,
  uidOf,
} from './support';

const ADMIN = '/tekton-runs/admin';
const PLUGIN = '[data-plugin="tekton-results"]';
const DAY_MS = 86_400_000;
const OLD = 'old-build';
const EVIDENCE = 'evidence-build';
const NEW = 'new-build';
const PAID = 'paid-build';

const RETENTION = {
  schedule: '@yearly',
  policies: [
    {
      name: 'releases',
      selector: { matchKinds: ['CustomRun'] },
      retention: 'forever',
    },
    { name: 'builds', selector: { matchNamespaces: ['shop'] }, retention: 30 },
  ],
};

const daysAgo = (days: number) => Date.now() - days * DAY_MS;
const runPath = (run: string) => `/tekton-runs/example/${uidOf(run)}`;
const madeUp = (name: string, days: number, namespace?: string) => ({
  name,
  namespace,
  startedAt: daysAgo(days),
  tasks: [{ name: 'build', attempts: [[{ name: 'compile' }]] }],
});

test.describe('how long runs are kept', () => {
  const data = createDataDirectory();
  let backstage: BackstageProcess;

  test.describe.configure({ mode: 'serial' });

  test.beforeAll(async () => {
    test.setTimeout(240_000);
    await storeLogs({
      dataDirectory: data.path,
      runs: [
        madeUp(OLD, 60),
        madeUp(EVIDENCE, 61),
        madeUp(NEW, 1),
        madeUp(PAID, 60, 'payments'),
      ],
      logs: [{ run: OLD, task: 'build', step: 'compile', lines: ['compiled'] }],
    });
    backstage = await BackstageProcess.start({
      dataDirectory: data.path,
      clusters: [],
      retention: RETENTION,
    });
  });

  test.afterAll(async () => {
    await backstage?.stop();
    data.remove();
  });

  const policies = (page: Page) =>
    page.getByRole('table', { name: /^Policies/ });
  const jobs = (page: Page) => page.getByRole('table', { name: 'Last jobs' });

  async function openAdmin(page: Page): Promise<void> {
    await openPage(page, backstage, ADMIN);
    await expect(policies(page)).toBeVisible();
    await expect(page.getByRole('status', { name: /^Loading/ })).toHaveCount(0);
  }

  test('the list leads admins to what would be removed', async ({ page }) => {
    await openPage(page, backstage, '/tekton-runs');
    await page.getByRole('link', { name: 'Administration' }).click();

    const builds = policies(page).getByRole('row', { name: /builds/ });
    await expect(builds).toContainText('3 runs');
    await expect(builds).toContainText('Runs for 30d');
    await expect(builds).toContainText('2 runs');
    await expect(page.getByText(/^Stored: 4 runs/)).toBeVisible();
    await expect(page.getByText('No job has run yet.')).toBeVisible();
    await expect(page).toHaveURL(new RegExp(`${ADMIN}$`));
    await expect(page).toHaveTitle(/^Administration/);
  });

  test('a pinned run says who keeps it and why', async ({ page }) => {
    await openPage(page, backstage, runPath(EVIDENCE));
    await page.getByRole('button', { name: 'Pin', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Why it is kept').fill('evidence of the outage');
    await expectAccessible(page, '[role="dialog"]');
    await dialog.getByRole('button', { name: 'Pin' }).click();

    await expect(dialog).toHaveCount(0);
    const facts = page.getByLabel('Facts', { exact: true });
    await expect(facts).toContainText('for ever: it is pinned');
    await expect(facts).toContainText('by user:default/guest');
    await expect(facts).toContainText('evidence of the outage');
    await expect(page.getByRole('button', { name: 'Unpin' })).toBeVisible();
  });

  async function visitScreens(
    page: Page,
    look: { colorScheme: 'light' | 'dark'; width: number },
  ): Promise<void> {
    const { colorScheme, width } = look;
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    await openAdmin(page);
    await expect(page.locator('body')).toHaveAttribute(
      'data-theme-mode',
      colorScheme,
    );
    await expectAccessible(page, PLUGIN);
    await expectNoSidewaysScroll(page);
    await page.getByRole('button', { name: 'Run retention now' }).click();
    await expect(page.getByRole('dialog').getByRole('textbox')).toBeVisible();
    await expectAccessible(page, '[role="dialog"]');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await openPage(page, backstage, runPath(EVIDENCE));
    await expect(page.getByRole('button', { name: 'Unpin' })).toBeVisible();
    await expectAccessible(page, PLUGIN);
    await expectNoSidewaysScroll(page);
  }

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [320, 1440]) {
      test(`the page is for everyone, ${colorScheme}, ${width} pixels wide`, async ({
        page,
      }) => {
        await visitScreens(page, { colorScheme, width });
      });
    }
  }

  test('an admin has old runs removed, and sees what went', async ({
    page,
  }) => {
    await openAdmin(page);
    await page.getByRole('button', { name: 'Run retention now' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('listitem')).toContainText('1 run');
    const remove = dialog.getByRole('button', { name: 'Remove for ever' });
    await expect(remove).toBeDisabled();
    await dialog.getByRole('textbox').fill('retention');
    await remove.click();

    await expect(dialog).toHaveCount(0);
    const job = jobs(page).getByRole('row').nth(1);
    await expect(job).toContainText('Finished');
    await expect(job).toContainText('user:default/guest');
    await expect(job).toContainText('builds: 1 run');
    await expect(
      page.getByText('The next job would remove no run.'),
    ).toBeVisible();
    await expect(page.getByText(/^Stored: 3 runs/)).toBeVisible();
  });

  test('a link to a removed run says which policy has removed it', async ({
    page,
  }) => {
    await openPage(page, backstage, runPath(OLD));
    await expect(
      page.getByRole('heading', { name: `PipelineRun ${OLD} was removed` }),
    ).toBeVisible();
    await expect(page.getByText(/“builds” removed it/)).toBeVisible();
    await expectAccessible(page, PLUGIN);

    await page
      .getByRole('link', { name: 'Runs of the namespace shop' })
      .click();
    await expect(page).toHaveURL(/\/tekton-runs\?f=namespace%3Ashop$/);
    await expect(page.getByRole('link', { name: NEW })).toBeVisible();
    await expect(page.getByRole('link', { name: EVIDENCE })).toBeVisible();

    await openPage(
      page,
      backstage,
      `/tekton-runs/find?namespace=shop&name=${OLD}`,
    );
    await expect(
      page.getByText(new RegExp(`^PipelineRun ${OLD} was removed on`)),
    ).toBeVisible();
  });

  test('what is unpinned is for the policies again', async ({ page }) => {
    await openPage(page, backstage, runPath(EVIDENCE));
    await page.getByRole('button', { name: 'Unpin' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: 'Unpin' })
      .click();
    await expect(
      page.getByRole('button', { name: 'Pin', exact: true }),
    ).toBeVisible();

    await openAdmin(page);
    await expect(
      page.getByText(/^Stored: 3 runs .* would remove 1 run/),
    ).toBeVisible();
  });

  test('who is no admin is offered none of it', async ({ page }) => {
    await backstage.stop();
    backstage = await BackstageProcess.start({
      dataDirectory: data.path,
      clusters: [],
      retention: RETENTION,
      reader: {
        user: 'user:default/reader',
        groups: ['group:default/payments-team'],
        policy:
          'plugins/tekton-results-backend/dev/policies/namespacesByGroup.ts',
      },
    });
    await openPage(page, backstage, ADMIN);
    await expect(page.getByRole('table', { name: 'Runs' })).toBeVisible();
    await expect(page).toHaveURL(/\/tekton-runs$/);
    await expect(
      page.getByRole('link', { name: 'Administration' }),
    ).toHaveCount(0);

    await openPage(page, backstage, runPath(PAID));
    await expect(page.getByRole('tab', { name: 'Overview' })).toBeVisible();
    await expect(page.getByRole('button', { name: /pin/i })).toHaveCount(0);

    await openPage(page, backstage, runPath(OLD));
    await expect(page.getByText(/^No such run/)).toBeVisible();
    expect(await page.locator('body').textContent()).not.toContain(
      `${OLD} was`,
    );
  });

  test('a mistake in the configuration is named, and turns it off', async ({
    page,
  }) => {
    await backstage.stop();
    backstage = await BackstageProcess.start({
      dataDirectory: data.path,
      clusters: [],
      retention: { defaultRetention: 0 },
    });
    await openPage(page, backstage, ADMIN);
    const block = page.getByRole('region', { name: 'Retention' });
    await expect(block).toContainText('Retention is off');
    await expect(block).toContainText(
      'tektonResults.retention.defaultRetention',
    );
    await expect(block).toContainText('builds: 1 run');
    await expect(
      page.getByRole('button', { name: 'Run retention now' }),
    ).toHaveCount(0);
    await expectAccessible(page, PLUGIN);
  });
});
