import {
  ApiBlueprint,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { TektonResultsClient } from 'backstage-plugin-tekton-results-common';
import { tektonResultsApiRef } from '../api';

export const tektonResultsApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: tektonResultsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new TektonResultsClient(deps),
    }),
});
