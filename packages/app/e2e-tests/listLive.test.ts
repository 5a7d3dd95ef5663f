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
  copyOf,
  createDataDirectory,
  expect,
  HISTORY_ENTITIES,
  listedRuns,
  manyRunsTest as test,
  openPage,
  pagesOf,
  runId,
  type RunList,
  runRows,
  RUNS,
  writeUnprunedRecording,
} from './support';

const NEW_RUNS = 50;
const BURST = 200;

test.describe('ten thousand runs and those that arrive', () => {
  const recording = createDataDirectory();
  let data: ReturnType<typeof createDataDirectory>;
  let cluster: ClusterProcess;
  let backstage: BackstageProcess;
  let created = 0;

  test.beforeAll(async ({ history }) => {
    test.setTimeout(900_000);
    data = copyOf(history);
    writeUnprunedRecording(recording.path);
    cluster = await ClusterProcess.start(
      ...['--recordings', recording.path],
      '--no-loop',
      '--speed',
      '1000',
      '--prune-after',
      '0',
    );
    backstage = await BackstageProcess.start({
      dataDirectory: data.path,
      clusters: [{ name: 'fresh', url: cluster.url }],
      entities: HISTORY_ENTITIES,
    });
    // What the cluster has already is no news.
    await expect
      .poll(() => countOf('cluster=fresh'), { timeout: 120_000 })
      .toBe(15);
  });

  test.afterAll(async () => {
    await backstage?.stop();
    await cluster?.stop();
    data?.remove();
    recording.remove();
  });

  async function countOf(query: string): Promise<number> {
    const { total }: RunList = await backstage.get(`/v1/runs?limit=1&${query}`);
    return total.count;
  }

  /** A run that the cluster refuses at once; its name is among others in the middle of all. */
  async function createRun(): Promise<string> {
    created += 1;
    const name = `late-${created}`;
    await cluster.create('shop', {
      apiVersion: 'tekton.dev/v1',
      kind: 'PipelineRun',
      metadata: {
        name,
        namespace: 'shop',
        labels: { 'app.kubernetes.io/part-of': 'acme' },
      },
      spec: { pipelineRef: { name: 'no-such-pipeline' } },
    });
    return name;
  }

  /** The runs of a list in its order, of which each page is followed by a new run. */
  async function visitWhileRunsArrive(
    list: Parameters<typeof pagesOf>[1],
  ): Promise<string[]> {
    const pages: string[][] = [];
    for await (const { items } of pagesOf(backstage, list)) {
      pages.push(items.map(runId));
      if (pages.length <= NEW_RUNS / 2) {
        await createRun();
      }
    }
    return (list.direction === 'prevCursor' ? pages.reverse() : pages).flat();
  }

  function requestsOf(page: Page, part: 'runs' | 'changes'): string[] {
    const paths: string[] = [];
    page.on('request', request => {
      if (
        new URL(request.url()).pathname === `/api/tekton-results/v1/${part}`
      ) {
        paths.push(request.url());
      }
    });
    return paths;
  }

  async function expectVisitedOnce(sort: string): Promise<void> {
    const list = { path: '/v1/runs', query: { limit: '100', sort } };
    const known: string[] = [];
    for await (const { items } of pagesOf(backstage, {
      ...list,
      direction: 'nextCursor',
    })) {
      known.push(...items.map(runId));
    }
    expect(known.length).toBeGreaterThanOrEqual(RUNS);
    const isKnown = new Set(known);

    const { lastCursor } = await backstage.get<RunList>(
      `/v1/runs?limit=100&sort=${sort}`,
    );
    for (const [direction, cursor] of [
      ['nextCursor', undefined],
      ['prevCursor', lastCursor],
    ] as const) {
      const visited = await visitWhileRunsArrive({
        ...list,
        direction,
        cursor,
      });
      expect(new Set(visited).size).toBe(visited.length);
      expect(visited.filter(id => isKnown.has(id))).toEqual(known);
    }
  }

  for (const sort of ['-start', 'name']) {
    test(`are still visited once each, forth and back, in the order of ${sort}`, async () => {
      test.setTimeout(600_000);
      await expectVisitedOnce(sort);
    });
  }

  test('are told of without moving a row, and shown when wanted', async ({
    page,
  }) => {
    await openPage(page, backstage, '/tekton-runs');
    await expect(runRows(page)).toHaveCount(25);
    const before = await listedRuns(page);
    await expectToBeKeptUpToDate(page);
    const name = await createRun();
    const bar = page.getByRole('button', { name: /^\d+ new run/ });
    await expect(bar).toBeVisible({ timeout: 90_000 });
    expect(await listedRuns(page)).toEqual(before);
    await bar.click();
    await expect(runRows(page).filter({ hasText: name })).toHaveCount(1);
  });

  test('are asked for only so often, however many change', async ({ page }) => {
    test.setTimeout(300_000);
    const lists = requestsOf(page, 'runs');
    await openPage(page, backstage, '/tekton-runs');
    await expect(runRows(page)).toHaveCount(25);
    await expectToBeKeptUpToDate(page);
    const start = Date.now();
    lists.length = 0;
    for (let run = 0; run < BURST; run += 1) {
      await createRun();
    }
    await expect(
      page.getByRole('button', { name: '25 or more new runs' }),
    ).toBeVisible({ timeout: 120_000 });
    const seconds = (Date.now() - start) / 1_000;
    expect(lists.length).toBeLessThanOrEqual(1 + seconds / 2);
  });

  test('are not asked for while nobody sees the page, and told when it is seen again', async ({
    page,
  }) => {
    test.setTimeout(300_000);
    const lists = requestsOf(page, 'runs');
    const changes = requestsOf(page, 'changes');
    await openPage(page, backstage, '/tekton-runs');
    await expect(runRows(page)).toHaveCount(25);
    await expectToBeKeptUpToDate(page);

    await setVisibility(page, 'hidden');
    await expect(page.getByText('Paused')).toBeVisible();
    const asked = lists.length + changes.length;
    const total = await countOf('namespace=shop');
    await createRun();
    await expect
      .poll(() => countOf('namespace=shop'), { timeout: 60_000 })
      .toBe(total + 1);
    expect(lists.length + changes.length).toBe(asked);

    await setVisibility(page, 'visible');
    await expect(
      page.getByRole('button', { name: /^\d+ new run/ }),
    ).toBeVisible({
      timeout: 60_000,
    });
  });
});

/** The list says so above its rows, of which some are live themselves. */
async function expectToBeKeptUpToDate(page: Page): Promise<void> {
  await expect(page.getByText(/^(Live|Checking every)/).first()).toBeVisible();
}

/** As if its tab were hidden, or shown again: a browser under test shows all. */
async function setVisibility(
  page: Page,
  state: 'visible' | 'hidden',
): Promise<void> {
  await page.evaluate(visibilityState => {
    Object.defineProperty(document, 'visibilityState', {
      configurable: true,
      value: visibilityState,
    });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);
}
