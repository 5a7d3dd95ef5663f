import {
  createFrontendModule,
  createTranslationResource,
} from '@backstage/frontend-plugin-api';
import { TranslationBlueprint } from '@backstage/plugin-app-react';
import { tektonResultsTranslationRef } from './ref';

/**
 * Brings the languages other than English into the app. Each is loaded when it
 * is chosen.
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
