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

import { discoveryApiRef, fetchApiRef } from '@backstage/core-plugin-api';
import {
  ApiBlueprint,
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { RiHistoryLine } from '@remixicon/react';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import {
  isTektonResultsAvailable,
  TEKTON_RESULTS_PLUGIN_ID,
  TektonResultsClient,
} from 'backstage-plugin-tekton-results-common';
import { tektonResultsApiRef } from './api';
import { entityRunsRouteRef, runsRouteRef } from './routing';

const tektonResultsApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: tektonResultsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new TektonResultsClient(deps),
    }),
});

/** The page with all runs that the user may see. */
export const runsPage = PageBlueprint.make({
  params: {
    path: '/tekton-runs',
    title: 'Tekton runs',
    icon: <RiHistoryLine />,
    routeRef: runsRouteRef,
    loader: async () => {
      const { InstanceRuns } = await import('./instance');
      return <InstanceRuns />;
    },
  },
});

/** The tab "Runs" of an entity, with the pages below it. */
export const entityRunsContent = EntityContentBlueprint.make({
  name: 'runs',
  params: {
    path: '/runs',
    title: 'Runs',
    routeRef: entityRunsRouteRef,
    group: 'development',
    filter: isTektonResultsAvailable,
    loader: async () => {
      const { EntityRuns } = await import('./entity');
      return <EntityRuns />;
    },
  },
});

/** The last runs of an entity on its overview. */
export const entityRunsCard = EntityCardBlueprint.make({
  name: 'runs',
  params: {
    type: 'content',
    filter: isTektonResultsAvailable,
    loader: async () => {
      const { EntityRunsCard } = await import('./card');
      return <EntityRunsCard />;
    },
  },
});

/**
 * The frontend plugin.
 *
 * @public
 */
export const tektonResultsPlugin = createFrontendPlugin({
  pluginId: TEKTON_RESULTS_PLUGIN_ID,
  info: { packageJson: () => import('../package.json') },
  routes: { runs: runsRouteRef, entityRuns: entityRunsRouteRef },
  extensions: [tektonResultsApi, runsPage, entityRunsContent, entityRunsCard],
});
