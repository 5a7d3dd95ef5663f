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

import { EntityProvider } from '@backstage/plugin-catalog-react';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import type { ReactElement } from 'react';
import { Route, Routes } from 'react-router-dom';
import { checkout, fakeApi } from './__fixtures__';
import { tektonResultsApiRef } from './api';
import {
  EntityTektonRunsCard,
  EntityTektonRunsContent,
  TektonRunsPage,
} from './legacyPlugin';
import { entityRunsRouteRef, type runsRouteRef } from './routing';

async function renderOld(
  element: ReactElement,
  mountedRoutes?: { [path: string]: typeof runsRouteRef },
) {
  await renderInTestApp(
    <TestApiProvider
      apis={[
        [tektonResultsApiRef, fakeApi()],
        [permissionApiRef, mockApis.permission()],
      ]}
    >
      <EntityProvider entity={checkout()}>
        <Routes>
          <Route path="/here/*" element={element} />
        </Routes>
      </EntityProvider>
    </TestApiProvider>,
    { routeEntries: ['/here'], mountedRoutes },
  );
}

it('has the page with all runs, with its header', async () => {
  await renderOld(<TektonRunsPage />);
  expect(
    await screen.findByRole('heading', { level: 1, name: 'Tekton runs' }),
  ).toBeInTheDocument();
  expect(
    await screen.findByRole('table', { name: 'Runs' }),
  ).toBeInTheDocument();
});

it('has the tab of an entity', async () => {
  await renderOld(<EntityTektonRunsContent />);
  expect(
    await screen.findByRole('table', { name: 'Runs' }),
  ).toBeInTheDocument();
});

it('has the card of an entity', async () => {
  await renderOld(<EntityTektonRunsCard />, {
    '/checkout/runs': entityRunsRouteRef,
  });
  expect(
    await screen.findByRole('list', { name: 'Last runs, oldest first' }),
  ).toBeInTheDocument();
});
