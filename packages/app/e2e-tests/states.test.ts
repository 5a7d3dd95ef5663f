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
  ClusterProcess,
  createDataDirectory,
  expect,
  openPage,
  test,
} from './support';

test.describe('what keeps runs from being shown', () => {
  const data = createDataDirectory();
  let withoutTekton: ClusterProcess;
  let refusing: ClusterProcess;
  let backstage: BackstageProcess;

  test.beforeAll(async () => {
    withoutTekton = await ClusterProcess.start('--no-loop', '--speed', '100');
    await withoutTekton.control('installed', { installed: false });
    refusing = await ClusterProcess.start('--no-loop', '--speed', '100');
    await refusing.control('faults', {
      match: { path: '/apis/' },
      effect: { status: 401 },
    });
    backstage = await BackstageProcess.start({
      dataDirectory: data.path,
      clusters: [
        { name: 'away', title: 'Cluster away', url: 'http://127.0.0.1:1' },
        {
          name: 'bare',
          title: 'Cluster without Tekton',
          url: withoutTekton.url,
        },
        { name: 'refusing', title: 'Cluster that refuses', url: refusing.url },
        { name: 'Not a name', url: 'http://127.0.0.1:1' },
      ],
    });
  });

  test.afterAll(async () => {
    await backstage?.stop();
    await withoutTekton?.stop();
    await refusing?.stop();
    data.remove();
  });

  test('is named on the page: clusters that are away, lack Tekton or refuse the token, and mistakes in the configuration', async ({
    page,
  }) => {
    await openPage(page, backstage, '/catalog/default/component/checkout/runs');
    await expect(page.getByText('Cluster away').first()).toBeVisible();
    await expect(page.getByText(/ECONNREFUSED/).first()).toBeVisible();
    await expect(
      page.getByText('Cluster without Tekton').first(),
    ).toBeVisible();
    await expect(page.getByText('Cluster that refuses').first()).toBeVisible();
    await expect(page.getByText(/answered 401/).first()).toBeVisible();
    await expect(
      page.getByText(/tektonResults\.clusters\[3\]\.name/).first(),
    ).toBeVisible();
  });

  test('is named when no run belongs to the component', async ({ page }) => {
    await openPage(
      page,
      backstage,
      '/catalog/default/component/style-guide/runs',
    );
    await expect(
      page.getByText(/Chosen by tekton\.dev\/cicd/).first(),
    ).toBeVisible();
  });

  test('is named when a link leads to a run that is not kept', async ({
    page,
  }) => {
    await openPage(
      page,
      backstage,
      '/catalog/default/component/checkout/runs/away/no-such-uid',
    );
    await expect(page.getByText(/no such run/i).first()).toBeVisible();
  });
});
