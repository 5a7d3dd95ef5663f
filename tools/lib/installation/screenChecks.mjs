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

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { COMPONENT } from './addPlugins.mjs';

const TIMEOUT_MS = 60_000;
const ENTITY = `/catalog/default/component/${COMPONENT}`;
const VIEWPORT = { width: 1400, height: 900 };

/** As in playwright.config.ts. */
const ARGS = [
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--disable-background-networking',
];

/**
 * Opens the screens as a guest does, and looks for runs on them.
 *
 * @param {{
 *   url: string,
 *   name: string,
 *   chromiumPath: string,
 *   screenshots?: string,
 *   onStart: (browser: import('@playwright/test').Browser) => void,
 * }} options `name`: of the app, for the names of screenshots; `onStart`: called
 *   at once, so that the browser can be closed
 */
export async function checkScreens(options) {
  const { url, name, chromiumPath, screenshots, onStart } = options;
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    args: ARGS,
  });
  onStart(browser);
  try {
    const page = await browser.newPage({ baseURL: url, viewport: VIEWPORT });
    page.setDefaultTimeout(TIMEOUT_MS);
    const problems = watchForProblems(page);
    const shoot = saver(page, screenshots, name);
    try {
      await checkAllRuns(page, shoot);
      await checkEntity(page, shoot);
    } catch (error) {
      await shoot('failure');
      throw new Error([error.message, ...problems].join('\n'));
    }
    if (problems.length > 0) throw new Error(problems.join('\n'));
  } finally {
    await browser.close();
  }
}

/** The page of all runs, from the menu, and the page of a run. */
async function checkAllRuns(page, shoot) {
  await page.goto('/catalog');
  await signInIfAsked(page);
  await page.getByRole('link', { name: 'Tekton runs' }).click();
  await firstRun(page).waitFor();
  await isTold(page);
  await shoot('all-runs');
  // By its address, as the list may get a newer run at its top meanwhile.
  const path = await firstRun(page).getAttribute('href');
  await page.goto(path);
  await page.getByRole('tab', { name: 'Overview' }).waitFor();
  await shoot('run');
}

/** Signals reach the list: it says so after the first, and the example cluster goes on. */
async function isTold(page) {
  const heading = page.getByRole('heading', { name: 'Runs', exact: true });
  await heading.locator('..').getByText('Live', { exact: true }).waitFor();
}

/** The overview of an entity with the card, and its tab. */
async function checkEntity(page, shoot) {
  await page.goto(ENTITY);
  await page.getByText('Success rate').first().waitFor();
  await shoot('overview');
  await openRunsTab(page);
  await firstRun(page).waitFor();
  await shoot('entity-runs');
}

/** The new frontend system puts the tabs of a group that has several into a menu. */
async function openRunsTab(page) {
  const tab = page.getByRole('tab', { name: 'Runs', exact: true });
  const group = page.getByText('Development', { exact: true });
  await tab.or(group).first().waitFor();
  if (await group.isVisible()) {
    await group.click();
    await page.getByText('Runs', { exact: true }).click();
  } else {
    await tab.click();
  }
}

async function signInIfAsked(page) {
  const enter = page.getByRole('button', { name: 'Enter' });
  const menu = page.getByRole('link', { name: 'Tekton runs' });
  await enter.or(menu).first().waitFor();
  if (await enter.isVisible()) await enter.click();
}

const firstRun = page =>
  page
    .getByRole('table', { name: 'Runs' })
    .getByRole('rowheader')
    .locator('> a')
    .first();

/** Nothing but this machine is asked; what the page throws is a fault. */
function watchForProblems(page) {
  const problems = [];
  page.on('pageerror', error => problems.push(`The page threw ${error}`));
  page.route(
    ({ hostname }) => hostname !== 'localhost',
    route => route.abort(),
  );
  return problems;
}

function saver(page, folder, app) {
  return async name => {
    if (!folder) return;
    await mkdir(folder, { recursive: true });
    await page.screenshot({ path: join(folder, `${app}-${name}.png`) });
  };
}
