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
  runRows,
  test,
} from './support';

const CHANNEL = 'tekton-results:runs-changed';

/** Until the page listens, and all signals that it is sent from then on. */
async function listening(page: Page): Promise<unknown[]> {
  const signals: unknown[] = [];
  await new Promise<void>(resolve => {
    page.on('websocket', socket => {
      socket.on('framesent', ({ payload }) => {
        if (String(payload).includes(CHANNEL)) {
          resolve();
        }
      });
      socket.on('framereceived', ({ payload }) => {
        signals.push(JSON.parse(String(payload)));
      });
    });
  });
  return signals;
}

test.describe('an app with signals', () => {
  const data = createDataDirectory();
  let cluster: ClusterProcess;
  let backstage: BackstageProcess;

  test.afterAll(async () => {
    await backstage?.stop();
    await cluster?.stop();
    data.remove();
  });

  test('shows changes as they come, and is not told which they are', async ({
    page,
  }) => {
    test.setTimeout(300_000);
    cluster = await ClusterProcess.start(
      '--no-loop',
      '--speed',
      '1000',
      '--prune-after',
      '0',
    );
    backstage = await BackstageProcess.start({
      dataDirectory: data.path,
      clusters: [{ name: 'example', url: cluster.url }],
    });
    const total = async () => {
      const { items } = await backstage.get<{ items: unknown[] }>(
        '/v1/runs?limit=100',
      );
      return items.length;
    };
    await expect.poll(total, { timeout: 120_000 }).toBeGreaterThan(0);

    const listens = listening(page);
    await openPage(page, backstage, '/tekton-runs');
    await expect(runRows(page).first()).toBeVisible();
    const signals = await listens;
    await cluster.create('shop', {
      apiVersion: 'tekton.dev/v1',
      kind: 'PipelineRun',
      metadata: { name: 'signalled', namespace: 'shop' },
      spec: { pipelineRef: { name: 'no-such-pipeline' } },
    });
    const heading = page.getByRole('heading', { name: 'Runs', exact: true });
    await expect(
      heading.locator('..').getByText('Live', { exact: true }),
    ).toBeVisible({ timeout: 60_000 });
    await expect(
      page.getByRole('button', { name: /^\d+ new run/ }),
    ).toBeVisible({ timeout: 60_000 });
    for (const signal of signals) {
      expect(signal).toEqual({ channel: CHANNEL, message: {} });
    }
  });
});
