import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { createTranslationResource } from '@backstage/core-plugin-api/alpha';
import { TranslationBlueprint } from '@backstage/plugin-app-react';
import { tektonResultsTranslationRef } from './tektonResultsTranslationRef';

/**
 * The texts of the plugin in other languages than English.
 *
 * @alpha
 */
export const tektonResultsTranslations = createFrontendModule({
  pluginId: 'app',
  extensions: [
    TranslationBlueprint.make({
      name: 'tekton-results',
      params: {
        resource: createTranslationResource({
          ref: tektonResultsTranslationRef,
          translations: { de: () => import('./de') },
        }),
      },
    }),
  ],
});
