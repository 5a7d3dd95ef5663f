export { tektonResultsTranslationRef } from './tektonResultsTranslationRef';
export { tektonResultsTranslations } from './tektonResultsTranslations';
export { useTexts, type Texts } from './useTexts';
