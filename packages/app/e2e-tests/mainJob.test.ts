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
  openPage,
  test,
  writeUnprunedRecording,
} from './support';

interface RunList {
  items: Array<{ name: string; uid: string; status: string; goneAt?: string }>;
}

const CHECKOUT = '/catalog/default/component/checkout/runs';
const CHECKOUT_BUILDS: Array<[name: string, outcome: string]> = [
  ['checkout-build-9f3c2ab', 'Succeeded'],
  ['checkout-build-2b7e151', 'Succeeded'],
  ['checkout-build-1d20c77', 'Failed'],
  ['checkout-build-c0ffee1', 'Failed'],
];
const FAILED_BUILD = 'checkout-build-1d20c77';
const RECORDED_RUNS = 15;

test.describe('the runs of a cluster', () => {
  const data = createDataDirectory();
  const recording = createDataDirectory();
  let cluster: ClusterProcess;
  let backstage: BackstageProcess;

  test.afterEach(async () => {
    await backstage?.stop();
    await cluster?.stop();
  });
  test.afterAll(() => {
    data.remove();
    recording.remove();
  });

  function startBackstage() {
    return BackstageProcess.start({
      dataDirectory: data.path,
      clusters: [
        { name: 'example', title: 'Example cluster', url: cluster.url },
      ],
    });
  }

  const listRuns = (query = '') =>
    backstage.get<RunList>(`/v1/runs?limit=100${query}`);

  function rowOf(page: Page, name: string) {
    return page
      .getByRole('table', { name: 'Runs' })
      .getByRole('row')
      .filter({ hasText: name });
  }

  test('appear on the page of their component, survive a killed backend, and stay when the cluster has pruned them', async ({
    page,
  }) => {
    test.setTimeout(600_000);
    writeUnprunedRecording(recording.path);
    cluster = await ClusterProcess.start(
      '--speed',
      '4',
      '--no-loop',
      '--recordings',
      recording.path,
      // It is pruned below, however slowly all of this goes.
      '--prune-after',
      '0',
    );
    backstage = await startBackstage();

    // In the middle of the replay, while runs come and change.
    await expect
      .poll(async () => (await listRuns()).items.length, { timeout: 60_000 })
      .toBeGreaterThanOrEqual(5);
    await backstage.kill();
    expect((await cluster.count('pipelineruns')) > 0).toBe(true);
    backstage = await startBackstage();

    await expect
      .poll(
        async () => {
          const { items } = await listRuns();
          return items.filter(run => !/running|waiting/.test(run.status))
            .length;
        },
        { timeout: 120_000 },
      )
      .toBe(RECORDED_RUNS);
    const all = await listRuns('&includeOwned=true');
    expect(all.items).toHaveLength(45);
    expect(new Set(all.items.map(run => run.uid)).size).toBe(45);

    await openPage(page, backstage, CHECKOUT);
    for (const [name, outcome] of CHECKOUT_BUILDS) {
      await expect(rowOf(page, name)).toHaveCount(1);
      await expect(rowOf(page, name)).toContainText(outcome);
    }
    await expect(rowOf(page, 'checkout-build-c0ffee1')).toContainText('push');

    // The pruner of the cluster deletes them all.
    await expect
      .poll(
        async () => {
          await cluster.control('prune');
          return (
            (await cluster.count('pipelineruns')) +
            (await cluster.count('taskruns'))
          );
        },
        { timeout: 180_000 },
      )
      .toBe(0);
    await expect
      .poll(async () => (await listRuns()).items.every(run => run.goneAt), {
        timeout: 60_000,
      })
      .toBe(true);
    await page.reload();
    for (const [name, outcome] of CHECKOUT_BUILDS) {
      await expect(rowOf(page, name)).toContainText(outcome);
      await expect(rowOf(page, name)).toContainText('Gone from cluster');
    }
    if (process.env.UPDATE_SCREENSHOTS) {
      await page.setViewportSize({ width: 1400, height: 900 });
      await page.screenshot({ path: 'docs/images/runs.png' });
    }

    await page
      .getByRole('link', { name: new RegExp(FAILED_BUILD) })
      .first()
      .click();
    await expect(page.getByText('Gone from cluster').first()).toBeVisible();
    const task = (name: RegExp) =>
      page
        .getByRole('treegrid', { name: 'Waterfall of the tasks' })
        .getByRole('row', { name });
    await expect(task(/^Clone the repository, Succeeded/)).toBeVisible();
    await expect(task(/^lint, /)).toBeVisible();
    await expect(task(/^unit-test, Failed/)).toBeVisible();
    await expect(task(/^image, Skipped/)).toBeVisible();
    await expect(task(/^notify, /)).toBeVisible();
    await expect(
      page.getByRole('region', { name: 'What went wrong' }),
    ).toContainText('unit-test');
    if (process.env.UPDATE_SCREENSHOTS) {
      await page.screenshot({ path: 'docs/images/run.png' });
    }

    // Its logs are there as well; a link leads to a line of them.
    await page.getByRole('tab', { name: 'Logs' }).click();
    const log = page.getByRole('log', { name: /^Log of unit-test/ });
    const line = log.getByRole('button', { name: 'Line 2', exact: true });
    await line.click();
    await expect(page).toHaveURL(/[?&]lines=2(&|$)/);
    await page.reload();
    await expect(line).toHaveAttribute('aria-pressed', 'true');
    await expect(line).toBeInViewport();
    const text = await log.getByRole('listitem').first().textContent();
    expect(text).toMatch(/\S/);

    // A task that never ran has none, and says so.
    await expect(
      page
        .getByRole('navigation', { name: 'Tasks and steps' })
        .getByRole('listitem')
        .filter({ hasText: 'image' }),
    ).toContainText('No log');

    await page.getByRole('tab', { name: 'YAML' }).click();
    await expect(page.getByText('kind: PipelineRun').first()).toBeVisible();
    await page.reload();
    await expect(page.getByText('kind: PipelineRun').first()).toBeVisible();

    // Others know only its name.
    await openPage(page, backstage, `/tekton-runs/find?name=${FAILED_BUILD}`);
    await expect(page).toHaveURL(/\/tekton-runs\/example\/[^/?]+$/);
    await expect(
      page.getByRole('region', { name: 'What went wrong' }),
    ).toBeVisible();
  });
});
