import { createApiRef } from '@backstage/core-plugin-api';
import type { TektonResultsApi } from 'backstage-plugin-tekton-results-common';

/**
 * Where the screens of the plugin read runs from.
 *
 * @public
 */
export const tektonResultsApiRef = createApiRef<TektonResultsApi>({
  id: 'plugin.tekton-results.service',
});
