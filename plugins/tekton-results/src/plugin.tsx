import { discoveryApiRef, fetchApiRef } from '@backstage/core-plugin-api';
import { ApiBlueprint, createFrontendPlugin } from '@backstage/frontend-plugin-api';
import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import {
  isTektonResultsAvailable,
  TEKTON_RESULTS_PLUGIN_ID,
  TektonResultsClient,
} from 'backstage-plugin-tekton-results-common';
import { tektonResultsApiRef } from './api';

const tektonResultsApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: tektonResultsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new TektonResultsClient(deps),
    }),
});

/** The tab "Runs" of an entity, with the pages below it. */
export const entityRunsContent = EntityContentBlueprint.make({
  name: 'runs',
  params: {
    path: '/runs',
    title: 'Runs',
    group: 'development',
    filter: isTektonResultsAvailable,
    loader: async () => {
      const { EntityRuns } = await import('./entity');
      return <EntityRuns />;
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
  extensions: [tektonResultsApi, entityRunsContent],
});
