import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { tektonResultsTranslationRef } from './tektonResultsTranslationRef';

/** The texts of the plugin in the language of the user. */
export function useTexts() {
  return useTranslationRef(tektonResultsTranslationRef).t;
}

/** What {@link useTexts} returns: the text for a key. */
export type Texts = ReturnType<typeof useTexts>;
