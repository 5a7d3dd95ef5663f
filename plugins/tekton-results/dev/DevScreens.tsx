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

import { AppRouter } from '@backstage/core-app-api';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { Navigate, Route, Routes } from 'react-router-dom';
import {
  EntityTektonRunsCard,
  EntityTektonRunsContent,
  TektonRunsPage,
} from '../src/legacyPlugin';
import type { DevState } from './DevState';
import { CHECKOUT, STATES } from './states';

/** The list of all states. */
export function StateList() {
  return (
    <main style={{ padding: '1rem' }}>
      <h1>States</h1>
      <ul>
        {Object.entries(STATES).map(
          ([name, { title, screen, path = '', search = '' }]) => (
            <li key={name}>
              {/* A new page, as each state has APIs of its own. */}
              <a href={`/${name}/${screen}${path}${search}`}>{title}</a>
            </li>
          ),
        )}
      </ul>
    </main>
  );
}

/**
 * A screen in a state, for `createRoot`, which looks for extensions in the elements
 * it is given.
 */
export function stateScreens(name: string, { screen, entity }: DevState) {
  return (
    <AppRouter>
      <EntityProvider entity={entity ?? CHECKOUT}>
        <div style={{ padding: screen === 'page' ? 0 : '1rem' }}>
          <Routes>
            <Route
              path={`/${name}/tab/*`}
              element={<EntityTektonRunsContent />}
            />
            <Route path={`/${name}/page/*`} element={<TektonRunsPage />} />
            <Route
              path={`/${name}/card/*`}
              element={<EntityTektonRunsCard />}
            />
            <Route path="*" element={<Navigate to={`/${name}/${screen}`} />} />
          </Routes>
        </div>
      </EntityProvider>
    </AppRouter>
  );
}
