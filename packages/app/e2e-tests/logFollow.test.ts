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
  logLine,
  logRegion,
  openPage,
  TALKATIVE,
  test,
  writeTalkativeRecording,
  type RunList,
} from './support';

const NAME = 'follow-me';

test.describe('the log of a step that is running', () => {
  const data = createDataDirectory();
  const recording = createDataDirectory();
  let written: number;
  let cluster: ClusterProcess;
  let backstage: BackstageProcess;

  test.beforeAll(async () => {
    test.setTimeout(240_000);
    written = writeTalkativeRecording(recording.path);
    cluster = await ClusterProcess.start(
      '--no-loop',
      ...['--speed', '0.2'],
      ...['--prune-after', '0'],
      ...['--recordings', recording.path],
    );
    backstage = await BackstageProcess.start({
      dataDirectory: data.path,
      clusters: [{ name: 'example', url: cluster.url }],
    });
  });

  test.afterAll(async () => {
    await backstage?.stop();
    await cluster?.stop();
    data.remove();
    recording.remove();
  });

  /** The first line that is in view. */
  const firstSeen = (page: Page) =>
    logRegion(page).evaluateAll(([region]) => {
      const top = region?.getBoundingClientRect().top ?? 0;
      const first = [...(region?.querySelectorAll('[data-line]') ?? [])].find(
        line => line.getBoundingClientRect().top >= top - 1,
      );
      return Number(first?.getAttribute('data-line') ?? 0);
    });

  /** The last line, if it is in view; in one look, as more come all the time. */
  const lastSeen = (page: Page) =>
    logRegion(page).evaluateAll(([region]) => {
      const numbers = [...(region?.querySelectorAll('[data-line]') ?? [])];
      const last = numbers[numbers.length - 1];
      const end = region?.getBoundingClientRect().bottom ?? 0;
      const isInView = last && last.getBoundingClientRect().bottom <= end + 1;
      return isInView ? Number(last.getAttribute('data-line')) : 0;
    });

  test('is followed to its end, unless one scrolls up', async ({ page }) => {
    test.setTimeout(300_000);
    // Begun only now, however long the backend took to start.
    await cluster.create('platform', {
      apiVersion: 'tekton.dev/v1',
      kind: 'PipelineRun',
      metadata: { name: NAME },
      spec: { pipelineRef: { name: 'slow' } },
    });
    const uid = async () => {
      const { items } = await backstage.get<RunList>('/v1/runs?limit=10');
      return items.find(({ name }) => name === NAME)?.uid;
    };
    await expect.poll(uid, { timeout: 60_000 }).toBeTruthy();
    await openPage(
      page,
      backstage,
      `/tekton-runs/example/${await uid()}?tab=logs&task=${
        TALKATIVE.task
      }&step=${TALKATIVE.step}`,
    );

    await expect
      .poll(() => lastSeen(page), { timeout: 60_000 })
      .toBeGreaterThan(60);
    const before = await lastSeen(page);
    await expect.poll(() => lastSeen(page)).toBeGreaterThan(before);

    await logRegion(page).hover();
    // One turn may end early where lines arrive and are measured meanwhile.
    const scrollUp = async () => {
      await page.mouse.wheel(0, -100_000);
      return firstSeen(page);
    };
    await expect.poll(scrollUp).toBeLessThan(before / 2);
    const resume = page.getByRole('button', { name: /^Follow/ });
    const newLines = async () =>
      Number(/\d+/.exec((await resume.textContent()) ?? '')?.[0] ?? 0);
    await expect.poll(newLines).toBeGreaterThan(0);
    const some = await newLines();
    let top = 0;
    const isStill = async () => {
      const earlier = top;
      top = await firstSeen(page);
      return top === earlier;
    };
    await expect.poll(isStill).toBe(true);
    await expect.poll(newLines).toBeGreaterThan(some);
    expect(await firstSeen(page)).toBe(top);

    await logRegion(page).press('End');
    await expect(resume).toHaveCount(0);
    const resumed = await lastSeen(page);
    await expect.poll(() => lastSeen(page)).toBeGreaterThan(resumed);

    // Whole once the step has ended, and stored.
    await expect(page.getByText(/^Stored/)).toBeVisible({ timeout: 180_000 });
    await logRegion(page).press('End');
    await expect(logLine(page, written)).toContainText(
      `line ${written} of many`,
    );
  });
});
