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
  renderInTestApp,
  TestApiProvider,
} from '@backstage/frontend-test-utils';
import { screen, waitFor } from '@testing-library/react';
import { failedRun, fakeApi } from '../__fixtures__';
import { tektonResultsApiRef } from '../api';
import { InstanceRuns } from './InstanceRuns';

function renderPage(path: string) {
  const api = fakeApi();
  renderInTestApp(
    <TestApiProvider apis={[[tektonResultsApiRef, api]]}>
      <InstanceRuns />
    </TestApiProvider>,
    { initialRouteEntries: [path] },
  );
  return api;
}

it('lists the runs of all clusters that the user may see', async () => {
  const api = renderPage('/');
  expect(
    await screen.findByRole('table', { name: 'Runs' }),
  ).toBeInTheDocument();
  expect(api.listEntityRuns).not.toHaveBeenCalled();
  await waitFor(() => expect(document.title).toMatch(/^Tekton runs/));
});

it('has a page for each run', async () => {
  const api = renderPage(`/${failedRun.cluster}/${failedRun.uid}`);
  expect(
    await screen.findByRole('heading', { name: /Fix rounding of totals/ }),
  ).toBeInTheDocument();
  expect(api.listRuns).not.toHaveBeenCalled();
});

it('finds a run by its name', async () => {
  const api = renderPage(`/find?name=${failedRun.name}`);
  await waitFor(() =>
    expect(api.findRuns).toHaveBeenCalledWith(
      expect.objectContaining({ name: failedRun.name }),
      expect.anything(),
    ),
  );
});

it('shows the list for a path that leads nowhere', async () => {
  renderPage('/nonsense');
  expect(
    await screen.findByRole('table', { name: 'Runs' }),
  ).toBeInTheDocument();
});
