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

import type { Page, Route } from '@playwright/test';
import {
  ACME,
  type BackstageProcess,
  expect,
  listedRuns,
  manyRunsTest as test,
  openPage,
  runRows,
} from './support';

const LIST = /\/entities\/component\/default\/acme\/runs\?/;

function answered(status: number, body: string) {
  return (route: Route) =>
    route.fulfill({ status, contentType: 'application/json', body });
}

function refused(status: number, name: string) {
  return answered(
    status,
    JSON.stringify({
      error: { name, message: `The server said ${status}` },
      response: { statusCode: status },
    }),
  );
}

const FAULTS: ReadonlyArray<
  [fault: string, answer: (route: Route) => Promise<void>]
> = [
  ['404', refused(404, 'NotFoundError')],
  ['409', refused(409, 'ConflictError')],
  ['429', refused(429, 'TooManyRequestsError')],
  ['500', refused(500, 'Error')],
  ['503 that is no JSON', answered(503, '<html>Gateway</html>')],
  ['bad JSON', answered(200, '{"items": [')],
  ['a cut connection', route => route.abort('connectionreset')],
];

/** Opens the tab while its list has a fault. */
async function openFaulty(
  page: Page,
  archive: BackstageProcess,
  answer: (route: Route) => Promise<void>,
): Promise<void> {
  await page.route(LIST, answer);
  await openPage(page, archive, ACME.tab);
}

async function retry(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Try again' }).first().click();
}

test.describe('a list', () => {
  for (const [fault, answer] of FAULTS) {
    test(`says that it could not be loaded after ${fault}, and can be tried again`, async ({
      archive,
      page,
    }) => {
      await openFaulty(page, archive, answer);
      const alert = page.getByRole('alert').filter({
        hasText: 'Runs could not be loaded',
      });
      await expect(alert).toBeVisible();
      await expect(runRows(page)).toHaveCount(0);
      await expect(
        page.getByRole('status', { name: 'Loading runs' }),
      ).toHaveCount(0);

      await retry(page);
      await expect(alert).toBeVisible();

      await page.unroute(LIST);
      await retry(page);
      await expect(runRows(page)).toHaveCount(25);
      await expect(alert).toHaveCount(0);
    });
  }

  test('says after 401 that one has to sign in again, and leads back', async ({
    archive,
    page,
  }) => {
    await openFaulty(page, archive, refused(401, 'AuthenticationError'));
    await expect(
      page.getByText('You are not signed in any more'),
    ).toBeVisible();
    await expect(runRows(page)).toHaveCount(0);

    await page.unroute(LIST);
    await page.getByRole('button', { name: 'Sign in again' }).click();
    await expect(runRows(page)).toHaveCount(25);
    await expect(page).toHaveURL(new RegExp(`${ACME.tab}$`));
  });

  test('says who may not see it after 403, and nothing else', async ({
    archive,
    page,
  }) => {
    await openFaulty(page, archive, refused(403, 'NotAllowedError'));
    await expect(page.getByText('You may not see runs')).toBeVisible();
    await expect(
      page.getByText(/no permission to see the runs of this component/),
    ).toBeVisible();
    await expect(page.getByRole('button', { name: 'Status' })).toHaveCount(0);
  });

  test('says that a slow answer is on its way, for as long as it takes', async ({
    archive,
    page,
  }) => {
    await page.clock.install();
    let release = () => {};
    const held = new Promise<void>(resolve => {
      release = resolve;
    });
    await openFaulty(page, archive, async route => {
      await held;
      await route.continue();
    });
    const loading = page.getByRole('status', { name: 'Loading runs' });
    await expect(loading).toBeVisible();
    for (const seconds of [5, 15, 60]) {
      await page.clock.fastForward(seconds * 1_000);
      await expect(loading).toBeVisible();
      await expect(page.getByText(/takes longer than usual/)).toBeVisible();
    }
    release();
    await expect(runRows(page)).toHaveCount(25);
    await expect(page.getByText(/takes longer than usual/)).toHaveCount(0);
  });

  test('does not show the runs of another filter when those asked for do not come', async ({
    archive,
    page,
  }) => {
    await openPage(page, archive, ACME.tab);
    await expect(runRows(page)).toHaveCount(25);
    await page.route(LIST, refused(500, 'Error'));
    await page.getByRole('searchbox').first().fill('nightly');
    await expect(page.getByText('Runs could not be loaded')).toBeVisible();
    await expect(runRows(page)).toHaveCount(0);

    await page.unroute(LIST);
    await retry(page);
    await expect(runRows(page).filter({ hasText: 'nightly' })).toHaveCount(25);
  });

  test('stays on the screen when it cannot be asked anew, and says so', async ({
    archive,
    page,
  }) => {
    await openPage(page, archive, ACME.tab);
    await expect(runRows(page)).toHaveCount(25);
    const runs = await listedRuns(page);
    await page.route(/\/api\/tekton-results\/v1\//, route =>
      route.abort('connectionreset'),
    );
    await page.evaluate(() => {
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await expect(page.getByText(/Disconnected since/)).toBeVisible({
      timeout: 60_000,
    });
    expect(await listedRuns(page)).toEqual(runs);
  });
});
