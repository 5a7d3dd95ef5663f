/**
 * The translations, which an app finds here by itself.
 *
 * @packageDocumentation
 */

export { tektonResultsTranslations as default } from './translation';
