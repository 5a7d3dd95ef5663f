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
  createApiFactory,
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import {
  TEKTON_RESULTS_PLUGIN_ID,
  TektonResultsClient,
} from 'backstage-plugin-tekton-results-common';
import { tektonResultsApiRef } from './api';
import { entityRunsRouteRef, runsRouteRef } from './routing';

/**
 * The plugin in the old frontend system.
 *
 * @public
 */
export const tektonResultsPlugin = createPlugin({
  id: TEKTON_RESULTS_PLUGIN_ID,
  apis: [
    createApiFactory({
      api: tektonResultsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new TektonResultsClient(deps),
    }),
  ],
  routes: { runs: runsRouteRef, entityRuns: entityRunsRouteRef },
});

/**
 * The page with all runs that the user may see, for a route such as `/tekton-runs`.
 *
 * @public
 */
export const TektonRunsPage: () => JSX.Element = tektonResultsPlugin.provide(
  createRoutableExtension({
    name: 'TektonRunsPage',
    component: () => import('./instance').then(m => m.InstancePage),
    mountPoint: runsRouteRef,
  }),
);

/**
 * The runs of an entity, for a tab of its page.
 *
 * @public
 */
export const EntityTektonRunsContent: () => JSX.Element =
  tektonResultsPlugin.provide(
    createRoutableExtension({
      name: 'EntityTektonRunsContent',
      component: () => import('./entity').then(m => m.EntityRuns),
      mountPoint: entityRunsRouteRef,
    }),
  );

/**
 * The last runs of an entity, for its overview.
 *
 * @public
 */
export const EntityTektonRunsCard: () => JSX.Element =
  tektonResultsPlugin.provide(
    createComponentExtension({
      name: 'EntityTektonRunsCard',
      component: {
        lazy: () => import('./card').then(m => m.EntityRunsCard),
      },
    }),
  );
