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
  CHECKOUT,
  ClusterProcess,
  createDataDirectory,
  drawnLines,
  expect,
  openPage,
  runRows,
  storeLogs,
  test,
  uidOf,
  type MadeUpStep,
  type RunList,
} from './support';

/** Where the failure is in the page of a run. */
const failureBox = (page: Page) =>
  page.getByRole('region', { name: 'What went wrong' });

test.describe('a failed run', () => {
  const data = createDataDirectory();
  let backstage: BackstageProcess;

  const TASKS = ['clone', 'build', 'scan', 'deploy'];
  const STEPS = ['prepare', 'work', 'report'];
  /** Each step of each task fails in one of them. */
  const FAILED = TASKS.flatMap((task, taskIndex) =>
    STEPS.map((step, stepIndex) => ({
      name: `fails-in-${task}-${step}`,
      task,
      step,
      tasks: TASKS.slice(0, taskIndex + 1).map(name => {
        const isFailing = name === task;
        const steps = STEPS.map((stepName, index): MadeUpStep => {
          if (!isFailing || index < stepIndex) {
            return { name: stepName };
          }
          return {
            name: stepName,
            is: index === stepIndex ? 'failed' : 'neverStarted',
          };
        });
        return { name, attempts: isFailing ? [steps, steps] : [steps] };
      }),
    })),
  );

  test.beforeAll(async () => {
    test.setTimeout(240_000);
    await storeLogs({
      dataDirectory: data.path,
      runs: FAILED,
      logs: FAILED.map(({ name, task, step }) => ({
        run: name,
        task,
        step,
        attempt: 2,
        lines: ['all is well', `error: ${name} is out of luck`, 'bye'],
      })),
    });
    backstage = await BackstageProcess.start({
      dataDirectory: data.path,
      clusters: [],
    });
  });

  test.afterAll(async () => {
    await backstage?.stop();
    data.remove();
  });

  test('names the step that failed in the list and on its page, with what it said', async ({
    page,
  }) => {
    test.setTimeout(300_000);
    await openPage(page, backstage, `${CHECKOUT}?status=failed&size=25`);
    await expect(runRows(page)).toHaveCount(FAILED.length);
    for (const { name, task, step } of FAILED) {
      const row = runRows(page).filter({ hasText: name });
      await expect(row).toContainText(`${task} › ${step}`);
    }

    for (const { name, task, step } of FAILED) {
      await openPage(page, backstage, `${CHECKOUT}/example/${uidOf(name)}`);
      const box = failureBox(page);
      await expect(box).toContainText(new RegExp(`Task\\s*${task}`));
      await expect(box).toContainText(new RegExp(`Step\\s*${step}`));
      await expect(
        box.getByRole('figure', { name: `Log of step ${step}` }),
      ).toContainText(`${name} is out of luck`);
    }
  });

  test('opens its log at the failed step, and the line that the box names', async ({
    page,
  }) => {
    const [{ name, task, step }] = FAILED.slice(-1);
    await openPage(page, backstage, `${CHECKOUT}/example/${uidOf(name)}`);
    await failureBox(page)
      .getByRole('link', { name: /Open log at/ })
      .click();
    await expect(page).toHaveURL(
      new RegExp(`tab=logs.*task=${task}.*step=${step}&lines=2$`),
    );
    await expect(
      page.getByRole('button', { name: 'Line 2', exact: true }),
    ).toBeFocused();
  });
});

test.describe('a run that is live', () => {
  const data = createDataDirectory();
  let cluster: ClusterProcess;
  let backstage: BackstageProcess;

  test.beforeAll(async () => {
    test.setTimeout(240_000);
    cluster = await ClusterProcess.start(
      '--no-loop',
      ...['--speed', '20'],
      ...['--prune-after', '0'],
    );
    backstage = await BackstageProcess.start({
      dataDirectory: data.path,
      clusters: [
        {
          name: 'example',
          url: cluster.url,
          links: [
            {
              title: 'Console',
              url: 'https://console.example.com/{{namespace}}/{{resource}}/{{name}}',
            },
          ],
        },
      ],
    });
  });

  test.afterAll(async () => {
    await backstage?.stop();
    await cluster?.stop();
    data.remove();
  });

  test('keeps its URL and all that it shows, but links to consoles, when the cluster deletes it', async ({
    page,
  }) => {
    test.setTimeout(300_000);
    const find = async (name: string) => {
      const { items } = await backstage.get<RunList>('/v1/runs?limit=100');
      return items.find(run => run.name === name && run.status === 'failed');
    };
    const NAME = 'checkout-build-1d20c77';
    await expect.poll(() => find(NAME), { timeout: 120_000 }).toBeTruthy();
    const { uid = '' } = (await find(NAME)) ?? {};
    const isStored = async () => {
      const { items } = await backstage.get<{ items: { state: string }[] }>(
        `/v1/runs/example/${uid}/logs`,
      );
      return items.every(({ state }) => /stored|neverCaptured/.test(state));
    };
    await expect.poll(isStored, { timeout: 120_000 }).toBe(true);

    const path = `${CHECKOUT}/example/${uid}`;
    /** What the page shows of the run, part by part. */
    const look = async () => {
      const seen: Record<string, unknown> = {};
      await expect(
        failureBox(page).getByRole('link', { name: /^Open log at line/ }),
      ).toBeVisible();
      seen.title = await page.title();
      seen.failure = await failureBox(page).ariaSnapshot();
      const waterfall = page.getByRole('treegrid', {
        name: 'Waterfall of the tasks',
      });
      await expect(waterfall.getByRole('row').nth(4)).toBeVisible();
      seen.waterfall = await waterfall.ariaSnapshot();
      await page.getByRole('tab', { name: 'Logs' }).click();
      // A line that is still being loaded is drawn as '…'.
      const areLoaded = async () => {
        const lines = [...(await drawnLines(page)).values()];
        return lines.length > 5 && !lines.includes('…');
      };
      await expect.poll(areLoaded).toBe(true);
      seen.log = [...(await drawnLines(page))];
      await page.getByRole('tab', { name: 'YAML' }).click();
      await expect(page.getByText('kind: PipelineRun').first()).toBeVisible();
      await page.goBack();
      await page.goBack();
      return seen;
    };

    await openPage(page, backstage, path);
    const place = page.getByText('Gone from cluster');
    const header = page.getByRole('heading', { level: 2 }).first();
    await expect(header).toBeVisible();
    const toConsole = page.getByRole('link', { name: 'Console' });
    await expect(toConsole).toHaveAttribute(
      'href',
      `https://console.example.com/shop/pipelineruns/${NAME}`,
    );
    // Colour alone tells nobody that it is a link.
    await expect(toConsole).toHaveCSS('text-decoration-line', 'underline');
    const live = await look();
    await expect(place).toHaveCount(0);
    await expect(page).toHaveURL(new RegExp(`${path}$`));

    await expect
      .poll(async () => {
        await cluster.control('prune');
        return cluster.count('pipelineruns');
      })
      .toBe(0);
    const isGone = async () => {
      const run = await backstage.get<{ run: { goneAt?: string } }>(
        `/v1/runs/example/${uid}`,
      );
      return run.run.goneAt !== undefined;
    };
    await expect.poll(isGone, { timeout: 60_000 }).toBe(true);

    await page.reload();
    await expect(page).toHaveURL(new RegExp(`${path}$`));
    await expect(place.first()).toBeVisible();
    await expect(toConsole).toHaveCount(0);
    expect(await look()).toEqual(live);
  });
});
