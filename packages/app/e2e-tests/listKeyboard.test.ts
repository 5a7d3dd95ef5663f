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

import type { Locator, Page } from '@playwright/test';
import {
  BackstageProcess,
  ClusterProcess,
  createDataDirectory,
  expect,
  listedRuns,
  openPage,
  runLinks,
  runRows,
  runsTable,
  tellFigure,
  test,
} from './support';

const CHECKOUT = '/catalog/default/component/checkout';
const FAILED_BUILD = 'checkout-build-1d20c77';
const MAX_PRESSES = 40;
/** A stop that is not reached after so many is never reached. */
const MAX_TABS = 60;

/** Somebody who has no mouse. */
class Keyboard {
  presses = 0;

  constructor(private readonly page: Page) {}

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      this.presses += 1;
      await this.page.keyboard.press(key);
    }
  }

  /** Presses Tab until something has the focus. */
  async tabTo(target: Locator): Promise<void> {
    await expect(target).toBeVisible();
    for (let tabs = 0; tabs < MAX_TABS; tabs += 1) {
      if (await hasFocus(target)) {
        return;
      }
      await this.press('Tab');
    }
    throw new Error(`Tab does not lead to ${target}`);
  }

  async goBack(): Promise<void> {
    this.presses += 1;
    await this.page.goBack();
  }
}

function hasFocus(target: Locator): Promise<boolean> {
  return target.evaluate(element => element === document.activeElement);
}

// Narrower lists have no heads of columns.
test.use({ viewport: { width: 1600, height: 1000 } });

test.describe('without a mouse', () => {
  const data = createDataDirectory();
  let cluster: ClusterProcess;
  let backstage: BackstageProcess;

  test.beforeAll(async () => {
    test.setTimeout(300_000);
    cluster = await ClusterProcess.start(
      '--no-loop',
      '--speed',
      '100',
      '--prune-after',
      '0',
    );
    backstage = await BackstageProcess.start({
      dataDirectory: data.path,
      clusters: [
        { name: 'example', title: 'Example cluster', url: cluster.url },
      ],
    });
    const failed = async () => {
      const { items } = await backstage.get<{ items: Array<{ name: string }> }>(
        '/v1/runs?limit=100&status=failed',
      );
      return items.map(({ name }) => name);
    };
    await expect.poll(failed, { timeout: 120_000 }).toContain(FAILED_BUILD);
  });

  test.afterAll(async () => {
    await backstage?.stop();
    await cluster?.stop();
    data.remove();
  });

  test('the way leads from the runs of a component to the line that failed, and back to the same row', async ({
    context,
    page,
  }) => {
    test.setTimeout(300_000);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const keyboard = new Keyboard(page);
    await openPage(page, backstage, `${CHECKOUT}/runs`);
    await expect(runRows(page).first()).toBeVisible();

    await keyboard.tabTo(
      page.getByRole('button', { name: 'Duration', exact: true }),
    );
    await keyboard.press('Enter');
    await expect(page).toHaveURL(/[?&]sort=-duration/);
    await expect(page.locator('[aria-sort="descending"]')).toContainText(
      'Duration',
    );

    await keyboard.press('/');
    const status = page.getByRole('button', { name: /^Status/ }).first();
    await keyboard.tabTo(status);
    await keyboard.press('Enter');
    await keyboard.tabTo(page.getByRole('checkbox', { name: /^Failed/ }));
    await keyboard.press('Space', 'Escape');
    await expect(page).toHaveURL(/[?&]status=failed/);
    await expect(status).toBeFocused();

    await keyboard.tabTo(page.getByRole('button', { name: 'Any time' }));
    await keyboard.press('Enter');
    await keyboard.tabTo(page.getByRole('radio', { name: 'Any time' }));
    await keyboard.press('ArrowDown', 'Escape');
    await expect(page).toHaveURL(/[?&]last=1h/);
    await expect(runsTable(page)).toHaveAttribute('aria-busy', 'false');

    // The popover gives the focus back when it has gone.
    await expect(
      page.getByRole('button', { name: 'Last hour', exact: true }),
    ).toBeFocused();
    await keyboard.press('j');
    const [opened] = await listedRuns(page);
    await expect(runLinks(page).first()).toBeFocused();
    await keyboard.tabTo(
      runRows(page).first().getByRole('link', { name: 'Open log' }),
    );
    await keyboard.press('Enter');
    const line = page.getByRole('log').locator('[aria-pressed="true"]');
    await expect(line).toBeFocused();
    await expect(page).toHaveURL(/[?&]tab=logs&.*step=.*&lines=\d+/);

    await keyboard.tabTo(
      page.getByRole('button', { name: 'Copy link', exact: true }),
    );
    await keyboard.press('Enter');
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    await expect.poll(copied).toBe(page.url());

    await keyboard.goBack();
    await expect(runLinks(page).first()).toBeFocused();
    expect((await listedRuns(page))[0]).toBe(opened);
    tellFigure({
      name: 'A2',
      value: keyboard.presses,
      unit: 'key presses',
      limit: MAX_PRESSES,
    });
    expect(keyboard.presses).toBeLessThanOrEqual(MAX_PRESSES);
  });
});
