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

import {
  BackstageProcess,
  CHECKOUT,
  createDataDirectory,
  expect,
  logPath,
  openPage,
  runRows,
  storeLogs,
  taskRunOf,
  test,
  uidOf,
} from './support';

const SECRET = 'only-readers-of-logs-know';
const RUN = 'guarded';
const LOG = { run: RUN, task: 'build', step: 'compile' };

test.describe('somebody who may see runs but not their logs', () => {
  const data = createDataDirectory();
  let backstage: BackstageProcess;

  test.beforeAll(async () => {
    test.setTimeout(240_000);
    await storeLogs({
      dataDirectory: data.path,
      runs: [
        {
          name: RUN,
          tasks: [
            {
              name: 'build',
              attempts: [[{ name: 'compile', is: 'failed' }]],
            },
          ],
        },
      ],
      logs: [{ ...LOG, lines: [`error: ${SECRET}`] }],
    });
    backstage = await BackstageProcess.start({
      dataDirectory: data.path,
      clusters: [],
      reader: {
        user: 'user:default/reader',
        groups: [],
        policy: 'plugins/tekton-results-backend/dev/withoutLogsPolicy.ts',
      },
    });
  });

  test.afterAll(async () => {
    await backstage?.stop();
    data.remove();
  });

  test('is told so, and gets no size, no line and no match', async ({
    page,
  }) => {
    const answers: Array<Promise<string>> = [];
    page.on('response', response => {
      if (response.url().includes('/api/tekton-results/')) {
        answers.push(response.text().catch(() => ''));
      }
    });

    await openPage(page, backstage, CHECKOUT);
    const row = runRows(page).filter({ hasText: RUN });
    await expect(row).toContainText('build › compile');

    await openPage(page, backstage, `${CHECKOUT}/example/${uidOf(RUN)}`);
    await expect(
      page.getByRole('region', { name: 'What went wrong' }),
    ).toContainText('compile');

    await openPage(page, backstage, logPath(LOG, `&find=${SECRET}&findIn=run`));
    await expect(page.getByText('You may not read this log')).toBeVisible();
    await expect(
      page
        .getByRole('navigation', { name: 'Tasks and steps' })
        .getByRole('link', { name: /compile/ }),
    ).toContainText('Not allowed');
    await expect(page.getByRole('log')).toHaveCount(0);
    await expect(
      page.getByRole('search', { name: 'Find in logs' }),
    ).toContainText('Not searched');
    await expect(page.getByText(/\d+ (lines?|match|matches|B)\b/)).toHaveCount(
      0,
    );

    await expect(page.locator('body')).not.toContainText(SECRET);
    const told = (await Promise.all(answers)).join('\n');
    expect(told).toMatch(/"state": *"denied"/);
    expect(told).not.toContain(SECRET);
    expect(told).not.toMatch(/"(bytes|lines)": *[1-9]/);
  });

  test('is refused by the API', async () => {
    const logs = `/v1/runs/example/${uidOf(taskRunOf(RUN, 'build'))}/logs`;
    const log = `${logs}/1/step-compile`;
    for (const path of [`${log}/lines`, `${log}/download`, `${log}/follow`]) {
      const { status } = await backstage.request(path);
      expect(status, path).toBe(403);
    }
    const search = await backstage.request(`${logs}/search?q=${SECRET}`);
    expect(await search.text()).not.toContain('"match"');
  });
});
