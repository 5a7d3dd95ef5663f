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
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes, useLocation } from 'react-router-dom';
import { checkoutRun, failedRun, fakeApi, removedRun } from '../__fixtures__';
import { tektonResultsApiRef } from '../api';
import { PluginScreens } from '../screens';
import { FindPage } from './FindPage';

function Where() {
  const { pathname, search } = useLocation();
  return (
    <output aria-label="URL">
      {pathname}
      {search}
    </output>
  );
}

function renderFind(query: string, api = fakeApi()) {
  renderInTestApp(
    <TestApiProvider apis={[[tektonResultsApiRef, api]]}>
      <PluginScreens>
        <Routes>
          <Route path="/find" element={<FindPage />} />
          <Route path="/:cluster/:uid/*" element={<p>The run</p>} />
        </Routes>
        <Where />
      </PluginScreens>
    </TestApiProvider>,
    { initialRouteEntries: [`/find${query}`] },
  );
  return api;
}
const url = () => screen.getByLabelText('URL').textContent;

it('goes to the only run of a name, at the log of a step', async () => {
  const api = renderFind(
    '?namespace=shop&name=checkout-build-d52299b&task=image&step=push',
  );

  expect(await screen.findByText('The run')).toBeInTheDocument();
  expect(url()).toBe(`/example/${failedRun.uid}?tab=logs&task=image&step=push`);
  expect(api.findRuns).toHaveBeenCalledWith(
    { namespace: 'shop', name: 'checkout-build-d52299b' },
    expect.anything(),
  );
});

it('lets choose between several', async () => {
  const api = fakeApi();
  api.findRuns.mockResolvedValue({
    items: [failedRun, checkoutRun],
    more: true,
  });
  renderFind('?name=checkout&task=image', api);

  expect(
    await screen.findByRole('heading', {
      name: 'Several runs are called checkout',
    }),
  ).toBeInTheDocument();
  expect(
    screen.getByRole('link', { name: 'Fix rounding of totals' }),
  ).toHaveAttribute('href', `/example/${failedRun.uid}?task=image`);
  expect(screen.getByText(/There are more/)).toBeInTheDocument();
});

it('says why there may be none', async () => {
  const api = fakeApi();
  api.findRuns.mockResolvedValue({
    items: [],
    more: false,
    absence: {
      failingClusters: [{ cluster: 'prod', title: 'Production' }],
    },
  });
  renderFind('?namespace=shop&name=gone', api);

  expect(
    await screen.findByText('No such run is kept here, or you may not see it'),
  ).toBeInTheDocument();
  expect(
    screen.getByText('No run that you may see is kept there.'),
  ).toBeInTheDocument();
  expect(screen.getByText(/Production cannot be reached/)).toBeInTheDocument();
  expect(screen.getByText('shop / gone')).toBeInTheDocument();
});

it('says which policies have removed runs of that name', async () => {
  const api = fakeApi();
  api.findRuns.mockResolvedValue({
    items: [],
    more: false,
    absence: { failingClusters: [], removed: [removedRun] },
  });
  renderFind('?namespace=shop&name=checkout-build-26857d2', api);

  expect(
    await screen.findByText(
      /^PipelineRun checkout-build-26857d2 was removed on Nov 21, 2026.* “short”\.$/,
    ),
  ).toBeInTheDocument();
});

it('asks for a name where the link has none', async () => {
  const api = renderFind('');
  expect(
    await screen.findByText(/Runs are found here by their names/),
  ).toBeInTheDocument();
  expect(api.findRuns).not.toHaveBeenCalled();
  expect(screen.getByRole('button', { name: 'Find' })).toBeDisabled();

  await userEvent.type(screen.getByLabelText('Name'), ' checkout ');
  await userEvent.click(screen.getByRole('button', { name: 'Find' }));
  expect(await screen.findByText('The run')).toBeInTheDocument();
});

it('says that it cannot look', async () => {
  const api = fakeApi();
  api.findRuns.mockRejectedValueOnce(new Error('Bad gateway'));
  renderFind('?name=checkout', api);

  expect(await screen.findByText('Bad gateway')).toBeInTheDocument();
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('The run')).toBeInTheDocument();
});
