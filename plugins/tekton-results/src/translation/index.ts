export { tektonResultsTranslationRef } from './ref';
export { tektonResultsTranslations } from './module';
